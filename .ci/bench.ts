// `npm run bench -- <name>` runs one benchmark; without a name it lists them. `-- <name> --json` prints JSON alone.
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { spawnSync } from "node:child_process";
import { root } from "./steps.ts";

const files = new Map(
  globSync(["packages/*/bench/*.bench.ts", "demo/bench/*.bench.ts"], { cwd: root }).map((file) => [
    basename(file, ".bench.ts"),
    file,
  ]),
);
const [name, ...rest] = process.argv.slice(2);
const file = name === undefined ? undefined : files.get(name);
if (file === undefined) {
  console.error(`Say which benchmark: ${[...files.keys()].sort().join(", ")}`);
  process.exit(2);
}
process.exitCode =
  spawnSync(process.execPath, ["--conditions=source", "--expose-gc", join(root, file), ...rest], {
    cwd: root,
    stdio: "inherit",
  }).status ?? 1;
