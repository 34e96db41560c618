// The whole proof: types, lint, build, node tests, browser tests, journeys. Ends with one plain line.
import { globSync } from "node:fs";
import { add, browserTests, check, type Counts, nodeTests, root } from "./steps.ts";

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const started = performance.now();
const files = (pattern: string): string[] =>
  globSync(pattern, { cwd: root, exclude: ["**/node_modules/**", "**/dist/**"] }).sort();

add(total, await check("tsc", "-b")); // before the linter and the bundles, which read what it writes
const bundled = check("rollup", "-c", "rollup.config.mjs", "--silent"); // on one core, for as long as the checks take
add(total, await check("tsc", "-p", ".ci"));
add(total, await check("oxlint", "--type-aware", "--deny-warnings"));
add(total, await check("oxfmt", "--check"));
add(total, await bundled);
add(
  total,
  await nodeTests(
    [...files("packages/**/*.test.ts"), ...files(".ci/*.test.ts"), ...files("demo/host/**/*.test.ts")],
    2,
  ),
);
add(total, await browserTests("packages/widgets/src/**/*.browser.test.tsx"));
add(total, await browserTests("packages/conformance/test/*.browser.test.tsx"));
add(total, await nodeTests(files("demo/test/*.test.ts"), 1));

console.log(`\nAll of it took ${Math.round((performance.now() - started) / 1000)} s`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
const nothingMayBeSkipped = process.env["CI"] === "true" && total.skipped > 0;
process.exitCode = total.failed > 0 || nothingMayBeSkipped ? 1 : 0;
