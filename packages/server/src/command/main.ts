import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";

enableCompileCache(); // before anything else is loaded: later starts take half as long

const { failUnforeseen, run } = await import("./run.ts");
const { promise: stopped, resolve: stop } = Promise.withResolvers<string>();

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    stop(signal);
    process.once(signal, () => process.exit(1)); // asked a second time: at once
  });
}

const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const version =
  typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "";

// whoever read the log may go away; that is no reason to stop serving
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
const err = (text: string): void => void process.stderr.write(text);

// whatever state this left behind, nobody should go on working with it
process.on("uncaughtException", (error) => process.exit(failUnforeseen({ err }, error)));

process.exitCode = await run({
  arguments: process.argv.slice(2),
  environment: process.env,
  version,
  out: (text) => void process.stdout.write(text),
  err,
  stopped,
});
