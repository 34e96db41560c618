// `npm start`: builds what changed, starts the demo and prints its address.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { startDemo } from "./host/demo.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env["PORT"] ?? "4020" },
    data: { type: "string", default: join(root, ".data") },
  },
});

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

function build(): void {
  const stamp = join(root, ".tmp", "demo-build");
  const wanted = fingerprint();
  try {
    if (readFileSync(stamp, "utf8") === wanted) return;
  } catch {
    // never built here
  }
  console.log("Building the demo page …");
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

build();
const wished = Number(values.port);
const demo = await startDemo({
  dataFolder: values.data,
  port: wished,
  databaseUrl: process.env["DATABASE_URL"],
  // Nothing is sent anywhere: this is how to read what a new user would find in the mail.
  onLetter: ({ to, subject, text }) =>
    console.log(`  Letter to ${to}: ${subject}  ${/https?:\/\/\S+/.exec(text)?.[0] ?? ""}`),
});
if (demo.port !== wished) console.log(`Port ${wished} is taken; using ${demo.port}.`);
console.log(`\n  Crewdock demo   ${demo.url}\n`);
console.log(`  To connect a mailbox, use any address @${demo.mailDomain}; its password is ${demo.mailPassword}`);
console.log("  Data is kept in the folder .data; stop with Ctrl-C.\n");

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stopping) return; // npm and the terminal both send it
    stopping = true;
    void demo.close().then(() => process.exit(0));
  });
}
