import assert from "node:assert/strict";
import { test } from "node:test";
import { CountCache } from "./count-cache.ts";

function counting(): { cache: CountCache; state: { edition: number; now: number; counted: number } } {
  const state = { edition: 1, now: 0, counted: 0 };
  return {
    cache: new CountCache(
      () => state.edition,
      () => state.now,
    ),
    state,
  };
}

test("a count is taken once for all who ask until something changes, and no longer than a second", async () => {
  const { cache, state } = counting();
  const ask = (key: string): Promise<number> => cache.get(key, async () => ++state.counted);
  assert.deepEqual(await Promise.all([ask("a"), ask("a"), ask("b")]), [1, 1, 2]);
  state.now = 999;
  assert.equal(await ask("a"), 1);
  state.edition++;
  assert.equal(await ask("a"), 3);
  state.now = 2_000;
  assert.equal(await ask("a"), 4);
});

test("a count that was under way when something changed is not taken for the new one", async () => {
  const { cache, state } = counting();
  const old = Promise.withResolvers<number>();
  const first = cache.get("a", () => old.promise);
  state.edition++;
  assert.equal(await cache.get("a", async () => 7), 7);
  old.resolve(6);
  assert.equal(await first, 6);
  assert.equal(await cache.get("a", async () => 8), 7);
});

test("a count that failed is not remembered", async () => {
  const { cache } = counting();
  await assert.rejects(cache.get("a", () => Promise.reject(new Error("away"))));
  assert.equal(await cache.get("a", async () => 1), 1);
});

test("the oldest are forgotten", async () => {
  const { cache, state } = counting();
  for (let i = 0; i < 600; i++) await cache.get(`key ${i}`, async () => ++state.counted);
  assert.equal(await cache.get("key 599", async () => ++state.counted), 600);
  assert.equal(await cache.get("key 0", async () => ++state.counted), 601);
});
