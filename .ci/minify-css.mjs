/** Tags whose templates hold a style sheet. */
const tags = new Set(["css", "kitCss"]);

/** Stands for `${…}` while a template is read as one text. */
const hole = "\u0001";

const isWord = (character) => character !== undefined && /[\w\-\u0080-\uffff]/u.test(character);

/**
 * Takes comments and needless white space out of a style sheet. Strings, `url(…)` and escapes stay as they are, and so
 * does every space that may mean something: a descendant, the arguments of a shorthand, the minus of a `calc`.
 */
export function minifyCssText(text) {
  const piece = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)]*\)|\\[^]|\/\*[^]*?\*\/|\s+|[^]/gu;
  let out = "";
  let space = false;
  let depth = 0;
  for (const { 0: part, index } of text.matchAll(piece)) {
    if (part.startsWith("/*")) {
      // An empty comment goes on keeping two words apart that nothing else does.
      if (!space && isWord(out.at(-1)) && isWord(text[index + part.length])) out += "/**/";
      continue;
    }
    if (/^\s/u.test(part)) {
      space = true;
      continue;
    }
    if (part === "(") depth++;
    if (part === ")") depth--;
    const before = out.at(-1) ?? "{";
    const closes = "{};,)!".includes(part) || (part === ">" && depth === 0);
    const opens = "{};,(:".includes(before) || (before === ">" && depth === 0);
    if (space && !closes && !opens) out += " ";
    space = false;
    if (part === "}" && before === ";") out = out.slice(0, -1);
    out += part;
  }
  return out;
}

/** Minifies the templates of `css` and `kitCss` in compiled modules. */
export function minifyCss() {
  return {
    name: "minify-css",
    transform(code) {
      if (!/\b(?:css|kitCss)\s*`/u.test(code)) return null;
      const templates = [];
      visit(this.parse(code), (node) => {
        if (node.type === "TaggedTemplateExpression" && tags.has(node.tag.name)) templates.push(node.quasi);
      });
      let result = code;
      for (const { quasis } of templates.reverse()) {
        const texts = minifyCssText(quasis.map((quasi) => quasi.value.raw).join(hole)).split(hole);
        if (texts.length !== quasis.length) this.error("A style sheet has an expression inside a comment");
        for (const [index, quasi] of [...quasis.entries()].reverse())
          result = result.slice(0, quasi.start) + texts[index] + result.slice(quasi.end);
      }
      return { code: result, map: null };
    },
  };
}

function visit(node, enter) {
  if (Array.isArray(node)) for (const each of node) visit(each, enter);
  else if (node !== null && typeof node === "object") {
    if (typeof node.type === "string") enter(node);
    for (const value of Object.values(node)) if (typeof value === "object") visit(value, enter);
  }
}
