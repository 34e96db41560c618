import assert from "node:assert/strict";
import { test } from "node:test";
import { rollup } from "rollup";
import { minifyCss, minifyCssText } from "./minify-css.mjs";

const cases: readonly (readonly [what: string, before: string, after: string])[] = [
  [
    "indentation and last semicolons go",
    "\n  .a {\n    color: red;\n    margin: 0 auto;\n  }\n",
    ".a{color:red;margin:0 auto}",
  ],
  ["descendants, pseudo-classes and parents stay apart", ".a .b :hover, .c & > p { x: y }", ".a .b :hover,.c &>p{x:y}"],
  ["other combinators keep their spaces", ".a + .b ~ .c { x: y }", ".a + .b ~ .c{x:y}"],
  ["calculations keep their spaces", "a { b: calc( 1px + -2 * (3px - 4px) ) }", "a{b:calc(1px + -2 * (3px - 4px))}"],
  [
    "conditions stay readable",
    "@media (width > 1px) and (hover) { a { b: c } }",
    "@media (width > 1px) and (hover){a{b:c}}",
  ],
  ["strings stay", `a::before { content: "a  /* b */ { ; }"; }`, `a::before{content:"a  /* b */ { ; }"}`],
  ["escaped quotes do not end a string", String.raw`a { content: "\"  x" }`, String.raw`a{content:"\"  x"}`],
  ["addresses stay", "a { b: url( data:x;y,  z ) c }", "a{b:url( data:x;y,  z ) c}"],
  ["comments go", "/* one */ a { /* two */ b: c/* three */; }", "a{b:c}"],
  ["a comment between words keeps them apart", "a { b: c/**/d e /* f */ g }", "a{b:c/**/d e g}"],
  ["empty custom properties stay declared", "a { --b: ; --c: d !important }", "a{--b:;--c:d!important}"],
];

for (const [what, before, after] of cases)
  test(`in a style sheet ${what}`, () => assert.equal(minifyCssText(before), after));

test("only templates of css and kitCss are touched, and their expressions stay", async () => {
  const bundle = await rollup({
    input: "entry",
    plugins: [
      minifyCss(),
      {
        name: "entry",
        resolveId: (id) => id,
        load: () =>
          "const css = String.raw, kitCss = css, other = css, n = 2; export const all = [css `a {  b: ${n}px ${n} }`, kitCss ` c { } `, other`a {  b }`];",
      },
    ],
  });
  const { output } = await bundle.generate({ format: "es" });
  const { all } = (await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`)) as { all: string[] };
  assert.deepEqual(all, ["a{b:2px 2}", "c{}", "a {  b }"]);
});
