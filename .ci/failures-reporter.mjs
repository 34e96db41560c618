import { relative } from "node:path";

/** Files that took longer are named at the end, in milliseconds. */
const LONG_MS = 20_000;

/** Prints what failed or was skipped, which files took long, and the plain closing line that the test command adds up. */
export default async function* failuresReporter(source) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const long = [];
  for await (const { type, data } of source) {
    if (type === "test:summary" && data.file !== undefined && data.duration_ms > LONG_MS) long.push(data);
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    if (data.skip !== undefined) {
      count.skipped++;
      yield `\nskipped: ${data.name}${typeof data.skip === "string" ? ` (${data.skip})` : ""}\n`;
    } else if (type === "test:pass") {
      count.passed++;
    } else {
      count.failed++;
      const error = data.details?.error;
      yield `\nnot ok ${data.file ?? ""}:${data.line ?? ""} ${data.name}\n${chain(error?.cause ?? error)}\n`;
    }
  }
  for (const { file, duration_ms: took } of long.sort((a, b) => b.duration_ms - a.duration_ms))
    yield `\n${Math.round(took / 1000)} s ${relative(".", file)}`;
  yield `\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`;
}

/** An error with all its causes: the last one says what really happened. */
function chain(error) {
  const stack = String(error?.stack ?? error);
  return error?.cause === undefined ? stack : `${stack}\ncaused by ${chain(error.cause)}`;
}
