import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { getHeapSnapshot } from "node:v8";
import { rememberedAnswers } from "./remembered-answers.ts";

const at = (time: string) => (): Date => new Date(time);

test("a repeated request gets the first answer, another one under the same key is refused", async () => {
  const remember = rememberedAnswers(at("2026-03-02T09:00:00Z"));
  let runs = 0;
  const work = async (): Promise<unknown> => ({ id: `u-${String(++runs)}` });
  const request = ["users.create", { login: "ewa", password: "first" }] as const;
  assert.deepEqual(await remember("ewa key", request, work), { id: "u-1" });
  assert.deepEqual(await remember("ewa key", structuredClone(request), work), { id: "u-1" });
  await assert.rejects(remember("ewa key", ["users.create", { login: "ewa", password: "other" }], work), {
    code: "validation",
    fields: [{ pointer: "/idempotencyKey", code: "mismatch" }],
  });
  assert.equal(runs, 1);
});

test("an answer is forgotten a day later, and one that failed at once", async () => {
  let time = "2026-03-02T09:00:00Z";
  const remember = rememberedAnswers(() => new Date(time));
  await assert.rejects(
    remember("key", "request", () => Promise.reject(new Error("away"))),
    /away/,
  );
  assert.equal(await remember("key", "request", async () => 1), 1);
  time = "2026-03-03T08:59:59Z";
  assert.equal(await remember("key", "request", async () => 2), 1);
  time = "2026-03-03T09:00:01Z";
  assert.equal(await remember("key", "another request", async () => 3), 3);
});

test("nothing of a request stays in memory once it is answered", async () => {
  const remember = rememberedAnswers(at("2026-03-02T09:00:00Z"));
  const secret = randomBytes(24); // the test itself must not hold it as text
  await remember("ewa key", ["users.create", { login: "ewa", password: secret.toString("hex") }], async () => ({
    id: "u-1",
  }));
  const heap = await text(getHeapSnapshot());
  assert.ok(heap.includes("ewa key"), "the answers are not in what was read");
  assert.ok(!heap.includes(secret.toString("hex")), "the password is kept");
});
