import assert from "node:assert/strict";
import { test } from "node:test";
import { rollup } from "rollup";
import { literalsFirst } from "./literals-first.mjs";

/** The chunk of a module, and what it exports when it runs. */
async function built(source: string): Promise<{ readonly code: string; readonly exported: Record<string, unknown> }> {
  const bundle = await rollup({
    input: "entry",
    treeshake: false,
    plugins: [{ name: "entry", resolveId: (id) => id, load: () => source }, literalsFirst()],
  });
  const { output } = await bundle.generate({ format: "es" });
  const { code } = output[0];
  const exported = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, unknown>;
  return { code, exported };
}

test("style sheets come first, then texts, then icons, then the code in its order and its functions", async () => {
  const { code } = await built(`
    let seen = 0;
    const icon = [["path", { d: "M0 0" }], -1];
    const texts = { one: "One", many: { other: \`Many\` } };
    function css(strings) { return strings[0]; }
    const sheet = css\`a{}\`;
    export const all = [seen, icon, texts, sheet];
  `);
  const places = ["sheet = css`", "texts = {", "icon = [", "let seen", "const all", "function css"].map((part) =>
    code.indexOf(part),
  );
  assert.ok(!places.includes(-1));
  assert.deepEqual(
    places,
    places.toSorted((one, other) => one - other),
  );
});

test("what names or calls something else stays where it is", async () => {
  const { exported } = await built(`
    const order = [];
    const note = (name) => (order.push(name), name);
    const first = { name: note("first") };
    const second = order.concat("second");
    const css = (strings, ...values) => note(strings.join(values.join()));
    const sheet = css\`third\${1}\`;
    const pair = { order }, other = { [order.length]: 1 };
    export { order, second, sheet, pair, other };
  `);
  assert.deepEqual(exported["order"], ["first", "third1"]);
  assert.deepEqual(exported["second"], ["first", "second"]);
  assert.deepEqual(exported["other"], { 2: 1 });
});
