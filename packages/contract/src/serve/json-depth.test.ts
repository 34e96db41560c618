import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeeperThan } from "./json-depth.ts";

test("depth counts lists and objects that are open at once, and not brackets within text", () => {
  assert.equal(isDeeperThan('{"a":[{"b":[]}]}', 4), false);
  assert.equal(isDeeperThan('{"a":[{"b":[]}]}', 3), true);
  assert.equal(isDeeperThan("[[],[],[],[]]", 2), false);
  assert.equal(isDeeperThan('["[[[[[[", "\\"[[[[", "\\\\", []]', 2), false);
  assert.equal(isDeeperThan('"\\"', 1), false);
});
