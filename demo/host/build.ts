import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const stamp = join(root, ".tmp", "demo-build");

/** Name, size and time of every source file: what the bundle is made of. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const file of globSync(
    [
      "packages/{contract,adapters,widgets}/src/**/*.{ts,tsx}",
      "demo/src/**/*.ts",
      "rollup.config.mjs",
      "package-lock.json",
    ],
    { cwd: root },
  ).sort()) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function builtFrom(): string | null {
  try {
    return readFileSync(stamp, "utf8");
  } catch {
    return null; // never built here
  }
}

/** Builds the demo's bundle if a source has changed since the last time; ends the process if that fails. */
export function buildIfStale(say: (line: string) => void): void {
  const wanted = fingerprint();
  if (builtFrom() === wanted) return;
  say("Building the demo page …");
  rmSync(join(root, "demo", "dist", "web"), { recursive: true, force: true }); // chunks of earlier builds have other names
  for (const [command, args] of [
    ["tsc", ["-b", "demo"]],
    ["rollup", ["-c", "rollup.config.mjs", "--silent"]],
  ] as const) {
    const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ONLY: "demo" } });
    if (status !== 0) process.exit(status ?? 1);
  }
  mkdirSync(join(root, ".tmp"), { recursive: true });
  writeFileSync(stamp, wanted);
}
