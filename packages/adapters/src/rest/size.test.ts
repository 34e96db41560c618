import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Bytes of gzip, with ky (8.9 kB of it) and without what the widgets bring along anyway: contract and zod. */
const ceiling = 17_500;

test("the REST adapter stays under its ceiling and holds nothing that a strict policy stops", async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("index.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    external: ["@crewdock/contract", "zod/mini"],
  });
  const code = outputFiles[0]?.text ?? "";
  const bytes = gzipSync(code, { level: 9 }).length;
  assert.ok(bytes > 10_000, "nothing was built");
  assert.ok(bytes <= ceiling, `${String(bytes)} bytes, at most ${String(ceiling)}`);
  assert.doesNotMatch(code, /new Function\b|[^.\w]eval\(|localStorage|sessionStorage|document\.cookie/);
});
