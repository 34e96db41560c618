/** Tags that make a style sheet of their template and need nothing of a module to be made before. */
const tags = new Set(["css", "kitCss"]);

const isStyleSheet = (node) =>
  node.type === "TaggedTemplateExpression" &&
  node.tag.type === "Identifier" &&
  tags.has(node.tag.name) &&
  node.quasi.expressions.length === 0;

/** Whether a value is there all the same wherever it stands: it names nothing and does nothing. */
function isLiteral(node) {
  switch (node?.type) {
    case "Literal":
      return true;
    case "TemplateLiteral":
      return node.expressions.length === 0;
    case "UnaryExpression":
      return node.operator !== "delete" && isLiteral(node.argument);
    case "ArrayExpression":
      return node.elements.every(isLiteral);
    case "ObjectExpression":
      return node.properties.every(({ type, computed, value }) => type === "Property" && !computed && isLiteral(value));
    default:
      return false;
  }
}

/** The place of a statement in the chunk; what is of no kind before stays in its order behind them. */
const kinds = [
  ({ type }) => type === "ImportDeclaration",
  (statement) => isStyleSheet(valueOf(statement)),
  (statement) => valueOf(statement).type === "ObjectExpression" && isLiteral(valueOf(statement)),
  (statement) => valueOf(statement).type === "ArrayExpression" && isLiteral(valueOf(statement)),
  ({ type }) => type !== "FunctionDeclaration",
  () => true,
];

function valueOf(statement) {
  const [only, ...more] = statement.type === "VariableDeclaration" ? statement.declarations : [];
  return (more.length === 0 ? only?.init : undefined) ?? statement;
}

/**
 * Puts style sheets, texts and icons before the code of a chunk and its functions behind, each kind together: what is
 * alike stands within the 32 kB that gzip looks back. Only what can be made before everything else moves, and functions,
 * which are there before everything else, so nothing else changes.
 */
export function literalsFirst() {
  return {
    name: "literals-first",
    renderChunk(code) {
      const sorted = kinds.map(() => []);
      let at = 0;
      for (const statement of this.parse(code).body) {
        const kind = kinds.findIndex((isOf) => isOf(statement));
        sorted[kind].push(code.slice(at, statement.end));
        at = statement.end;
      }
      return { code: `${sorted.flat().join("\n")}${code.slice(at)}`, map: null };
    },
  };
}
