#!/usr/bin/env node
import { runCli } from "./run-cli.ts";

process.exitCode = await runCli(process.argv.slice(2), {
  environment: process.env,
  write: (text) => process.stdout.write(text),
  warn: (text) => process.stderr.write(text),
  progress: process.stderr.isTTY
    ? (done, all) => process.stderr.write(done === all ? "\r\u001b[K" : `\r${String(done)} of ${String(all)}`)
    : undefined,
});
