// The inner loop: `npm run check -- contract` (or adapters, widgets/softphone, server, gateway, demo): types, lint and the tests of one place.
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { add, browserTests, check, type Counts, nodeTests, root } from "./steps.ts";

const [name, part] = (process.argv[2] ?? "").split("/", 2);
const folder = name === "demo" ? "demo" : `packages/${name}`;
if (!name || !existsSync(join(root, folder))) {
  console.error(
    "Say which package: contract, adapters, conformance, widgets, widgets/<widget>, server, gateway or demo",
  );
  process.exit(2);
}
const place = part ? `${folder}/src/${part}` : folder;
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
add(total, await check("tsc", "-p", ".ci"));
add(total, await check("tsc", "-b")); // before the linter, which reads the packages' declarations
add(total, await check("oxlint", "--type-aware", "--deny-warnings", place));
add(total, await check("oxfmt", "--check", place));
add(
  total,
  await nodeTests(
    globSync(`${place}/**/*.test.ts`, { cwd: root, exclude: ["**/node_modules/**", "**/dist/**"] }).sort(),
    2,
  ),
);
if (name === "widgets") add(total, await browserTests(`${place}/**/*.browser.test.tsx`));
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
