import assert from "node:assert/strict";
import { test } from "node:test";
import { groupBy } from "./group-by.ts";

test("groups keep the order in which their keys came, and items theirs", () => {
  const groups = groupBy(["beta", "ant", "bee", "asp", "cow"].values(), (word) => word.slice(0, 1));
  assert.deepEqual(
    [...groups],
    [
      ["b", ["beta", "bee"]],
      ["a", ["ant", "asp"]],
      ["c", ["cow"]],
    ],
  );
});

test("nothing makes no group", () => {
  assert.equal(groupBy([], String).size, 0);
});
