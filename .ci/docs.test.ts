import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { errorCodes } from "../packages/contract/src/errors/error-codes.ts";
import { tokenDeclarations } from "../packages/widgets/src/kit/styles/tokens.ts";
import { root } from "./steps.ts";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const pages = globSync(["*.md", "docs/**/*.md", "packages/*/**/README.md"], {
  cwd: root,
  exclude: ["**/node_modules/**", "**/dist/**"],
}).sort();
const unique = (values: Iterable<string>): readonly string[] => [...new Set(values)].sort();
const found = (text: string, pattern: RegExp): readonly string[] =>
  unique([...text.matchAll(pattern)].map((match) => match[1] ?? ""));

/** The anchor of a heading as GitHub and its like make it. */
function anchors(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test("every relative link of the documentation leads to a file, and every anchor to a heading", () => {
  assert.ok(pages.length > 8);
  const broken = pages.flatMap((page) => {
    const text = read(page).replaceAll(/```.*?```/gs, "");
    return [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
      const [path = "", anchor] = link.split("#", 2);
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return [`${page}: ${link}`];
      return anchor === undefined || anchors(read(target)).includes(anchor) ? [] : [`${page}: ${link}`];
    });
  });
  assert.deepEqual(broken, []);
});

test("docs/events.md names exactly the events that widgets dispatch", () => {
  const source = globSync("packages/widgets/src/*/**/*.{event,events}.ts", { cwd: root }).map(read).join("\n");
  const dispatched = found(source, /super\("(crew-[a-z-]+)"/g);
  assert.ok(dispatched.length > 8);
  assert.deepEqual(found(read("docs/events.md"), /^\| `(crew-[a-z-]+)` \|/gm), dispatched);
});

for (const file of globSync("packages/widgets/src/*/*.element.{ts,tsx}", { cwd: root }).sort()) {
  const source = read(file);
  const tag = /@tag(?:name)? (crew-[a-z-]+)/.exec(source)?.[1] ?? file;
  const section =
    read("docs/events.md")
      .split(/^## /m)
      .find((part) => part.startsWith(`\`<${tag}>\``)) ?? "";

  test(`docs/events.md names every attribute and part of <${tag}>`, () => {
    assert.ok(section !== "", `no section on <${tag}>`);
    const general = ["language", "theme", "density"];
    const attributes = found(source, /@attr ([a-z-]+)/g).filter((name) => !general.includes(name));
    const parts = found(source, /@csspart ([a-z-]+)/g);
    const named = found(section, /`([a-z-]+)`/g);
    assert.deepEqual(
      [...attributes, ...parts].filter((name) => !named.includes(name)),
      [],
    );
    const listed = /^Parts: (.+?)\.(?: |$)/m.exec(section)?.[1] ?? "";
    assert.deepEqual(found(listed, /`([a-z-]+)`/g), parts);
  });
}

test("every custom property that docs/theming.md names is one that the widgets read", () => {
  const tokens = found(tokenDeclarations(), /var\((--crew-[a-z0-9-]+)/g);
  const others = globSync("packages/widgets/src/**/*.{ts,tsx}", { cwd: root }).flatMap((file) =>
    found(read(file), /var\((--crew-[a-z0-9-]+)/g),
  );
  const named = found(read("docs/theming.md"), /`(--crew-[a-z0-9-]+)`/g);
  assert.ok(named.length > 30);
  assert.deepEqual(
    named.filter((name) => !tokens.includes(name) && !others.includes(name)),
    [],
  );
});

test("the page for authors of a backend has every error code with its status", () => {
  const [, table = ""] = read("docs/adapters.md").split("## Error codes");
  const rows = [...table.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, code, status]) => [code, Number(status)]);
  assert.deepEqual(
    rows,
    Object.entries(errorCodes).map(([code, { status }]) => [code, status]),
  );
});
