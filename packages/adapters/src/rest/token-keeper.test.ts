import assert from "node:assert/strict";
import { test } from "node:test";
import { isCrewError } from "@crewdock/contract";
import { type AccessToken, TokenKeeper } from "./token-keeper.ts";

const never = new AbortController().signal;

function setUp(): {
  keeper: TokenKeeper;
  clock: { now: number };
  asked: string[];
  answers: PromiseWithResolvers<AccessToken>[];
} {
  const clock = { now: Date.parse("2026-03-01T00:00:00Z") };
  const asked: string[] = [];
  const answers: PromiseWithResolvers<AccessToken>[] = [];
  const keeper = new TokenKeeper(
    ({ reason, signal }) => {
      asked.push(reason);
      const answer = Promise.withResolvers<AccessToken>();
      answers.push(answer);
      signal.addEventListener("abort", () => answer.reject(signal.reason));
      return answer.promise;
    },
    () => clock.now,
  );
  return { keeper, clock, asked, answers };
}

const lasting = (clock: { now: number }, token: string, seconds: number): AccessToken => ({
  token,
  expiresAt: new Date(clock.now + seconds * 1000).toISOString(),
});

test("the next token is fetched in the background once four fifths of the life are over", async () => {
  const { keeper, clock, asked, answers } = setUp();
  const first = keeper.get(never);
  answers[0]?.resolve(lasting(clock, "one", 300));
  assert.equal(await first, "one");
  clock.now += 239_000;
  await keeper.get(never);
  assert.deepEqual(asked, ["first"]);
  clock.now += 2_000;
  assert.equal(await keeper.get(never), "one");
  assert.equal(await keeper.get(never), "one");
  assert.deepEqual(asked, ["first", "refresh"]);
  answers[1]?.resolve(lasting(clock, "two", 300));
  await answers[1]?.promise;
  await new Promise(setImmediate);
  assert.equal(await keeper.get(never), "two");
});

test("a background refresh that fails is tried again, and told only when the token has run out", async () => {
  const { keeper, clock, asked, answers } = setUp();
  const first = keeper.get(never);
  answers[0]?.resolve(lasting(clock, "one", 300));
  await first;
  clock.now += 250_000;
  assert.equal(await keeper.get(never), "one");
  answers[1]?.reject(new TypeError("fetch failed"));
  await new Promise(setImmediate);
  clock.now += 60_000;
  const late = keeper.get(never);
  answers[2]?.reject(new TypeError("fetch failed"));
  await assert.rejects(late, (error) => isCrewError(error) && error.code === "unavailable");
  assert.deepEqual(asked, ["first", "refresh", "expired"]);
});

test("who leaves does not take the token from the others; when all have left the fetch is aborted", async () => {
  const { keeper, clock, answers } = setUp();
  const leaving = new AbortController();
  const left = keeper.get(leaving.signal);
  const staying = keeper.get(never);
  leaving.abort();
  await assert.rejects(left, (error) => isCrewError(error) && error.code === "cancelled");
  answers[0]?.resolve(lasting(clock, "one", 300));
  assert.equal(await staying, "one");
  keeper.drop("one");
  const alone = new AbortController();
  const last = keeper.get(alone.signal);
  alone.abort();
  await assert.rejects(last);
  await assert.rejects(answers[1]?.promise ?? Promise.resolve());
});
