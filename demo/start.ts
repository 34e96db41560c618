// `npm start`: builds what changed, starts the demo and prints its address.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { sampleLanguageFor } from "@crewdock/contract/sample";
import { buildIfStale } from "./host/build.ts";
import { startDemo } from "./host/demo.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env["PORT"] ?? "4020" },
    language: { type: "string", default: Intl.DateTimeFormat().resolvedOptions().locale },
    data: { type: "string", default: join(root, ".data") },
  },
});

buildIfStale(console.log);
const wished = Number(values.port);
const demo = await startDemo({
  dataFolder: values.data,
  port: wished,
  language: sampleLanguageFor(values.language),
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
