import assert from "node:assert/strict";
import { test } from "node:test";
import { missingEntries, readLock } from "./lockfile.mjs";

test("the lockfile names every platform, so that npm ci works on each", () => {
  assert.deepEqual(Object.keys(missingEntries(readLock())), [], "run: node .ci/lockfile.mjs");
});

test("the lockfile names no registry", () => {
  assert.doesNotMatch(JSON.stringify(readLock()), /"resolved":"https?:/);
});
