import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { md5Hex, sha256Hex } from "./hashes.ts";

const texts = ["", "abc", "alice:example.org:пароль", ...[55, 56, 63, 64, 65, 119, 120, 500].map((n) => "ü".repeat(n))];

for (const [name, hash] of [
  ["md5", md5Hex],
  ["sha256", sha256Hex],
] as const) {
  test(`${name} is what others make of texts of every length that ends a block otherwise`, () => {
    for (const text of [...texts, ...texts.map((each) => `${each}x`)])
      assert.equal(hash(text), createHash(name).update(text).digest("hex"), JSON.stringify(text));
  });
}
