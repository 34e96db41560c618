import assert from "node:assert/strict";
import { test } from "node:test";
import { isCrewError } from "@crewdock/contract";
import { FakeEnvironment } from "./testing/fake-environment.ts";
import { type AccessToken, TokenKeeper } from "./token-keeper.ts";

const never = new AbortController().signal;

function setUp(): {
  keeper: TokenKeeper;
  env: FakeEnvironment;
  asked: string[];
  answers: PromiseWithResolvers<AccessToken>[];
} {
  const env = new FakeEnvironment();
  const asked: string[] = [];
  const answers: PromiseWithResolvers<AccessToken>[] = [];
  const keeper = new TokenKeeper(({ reason, signal }) => {
    asked.push(reason);
    const answer = Promise.withResolvers<AccessToken>();
    answers.push(answer);
    signal.addEventListener("abort", () => answer.reject(signal.reason));
    return answer.promise;
  }, env);
  return { keeper, env, asked, answers };
}

const lasting = (env: FakeEnvironment, token: string, seconds: number): AccessToken => ({
  token,
  expiresAt: new Date(env.now() + seconds * 1000).toISOString(),
});

test("the next token is fetched in the background once four fifths of the life are over", async () => {
  const { keeper, env, asked, answers } = setUp();
  const first = keeper.get(never);
  answers[0]?.resolve(lasting(env, "one", 300));
  assert.equal(await first, "one");
  env.advance(239_000);
  await keeper.get(never);
  assert.deepEqual(asked, ["first"]);
  env.advance(2_000);
  assert.equal(await keeper.get(never), "one");
  assert.equal(await keeper.get(never), "one");
  assert.deepEqual(asked, ["first", "refresh"]);
  answers[1]?.resolve(lasting(env, "two", 300));
  await answers[1]?.promise;
  await new Promise(setImmediate);
  assert.equal(await keeper.get(never), "two");
});

test("a background refresh that fails is tried again, and told only when the token has run out", async () => {
  const { keeper, env, asked, answers } = setUp();
  const first = keeper.get(never);
  answers[0]?.resolve(lasting(env, "one", 300));
  await first;
  env.advance(250_000);
  assert.equal(await keeper.get(never), "one");
  answers[1]?.reject(new TypeError("fetch failed"));
  await new Promise(setImmediate);
  env.advance(60_000);
  const late = keeper.get(never);
  answers[2]?.reject(new TypeError("fetch failed"));
  await assert.rejects(late, (error) => isCrewError(error) && error.code === "unavailable");
  assert.deepEqual(asked, ["first", "refresh", "expired"]);
});

test("who leaves does not take the token from the others; when all have left the fetch is aborted", async () => {
  const { keeper, env, answers } = setUp();
  const leaving = new AbortController();
  const left = keeper.get(leaving.signal);
  const staying = keeper.get(never);
  leaving.abort();
  await assert.rejects(left, (error) => isCrewError(error) && error.code === "cancelled");
  answers[0]?.resolve(lasting(env, "one", 300));
  assert.equal(await staying, "one");
  keeper.refuse("one", "expired");
  const alone = new AbortController();
  const last = keeper.get(alone.signal);
  alone.abort();
  await assert.rejects(last);
  await assert.rejects(answers[1]?.promise ?? Promise.resolve());
});

test("a host that hangs has ten seconds, and the next call asks anew", async () => {
  const { keeper, env, asked, answers } = setUp();
  const waiting = [keeper.get(never), keeper.get(never)];
  env.advance(10_000);
  for (const one of waiting) await assert.rejects(one, (error) => isCrewError(error) && error.code === "timeout");
  const next = keeper.get(never);
  answers[1]?.resolve(lasting(env, "two", 300));
  assert.equal(await next, "two");
  assert.deepEqual(asked, ["first", "first"]);
});

test("who leaves a host that ignores the abort does not leave the next to wait for it", async () => {
  const env = new FakeEnvironment();
  const answers = [new Promise<AccessToken>(() => {}), Promise.resolve(lasting(env, "two", 300))];
  const keeper = new TokenKeeper(() => answers.shift() as Promise<AccessToken>, env);
  const leaving = new AbortController();
  const left = keeper.get(leaving.signal);
  leaving.abort();
  await assert.rejects(left);
  assert.equal(await keeper.get(never), "two");
  assert.deepEqual(env.timers, []);
});

test("what is no token is told as unauthenticated, and never quoted", async () => {
  const env = new FakeEnvironment();
  const { expiresAt } = lasting(env, "", 300);
  const rubbish: readonly unknown[] = [
    undefined,
    null,
    "secret",
    {},
    { token: "", expiresAt },
    { token: 7, expiresAt },
    { token: "secret\nX: 1", expiresAt },
    { token: "secrét", expiresAt },
    { token: "secret" },
    { token: "secret", expiresAt: "soon" },
  ];
  for (const answer of rubbish) {
    const keeper = new TokenKeeper(() => Promise.resolve(answer as AccessToken), env);
    await assert.rejects(keeper.get(never), (error) => {
      assert.ok(isCrewError(error) && error.code === "unauthenticated", String(error));
      assert.doesNotMatch(`${error.message} ${String(error.cause)}`, /secr/);
      return true;
    });
  }
});

test("a host that throws before it gives a promise is a host that throws", async () => {
  const env = new FakeEnvironment();
  const keeper = new TokenKeeper(() => {
    throw new RangeError("no session");
  }, env);
  await assert.rejects(keeper.get(never), (error) => isCrewError(error) && error.code === "unauthenticated");
});

test("a refresh that fails in the background leaves the host alone for five seconds", async () => {
  const { keeper, env, asked, answers } = setUp();
  const first = keeper.get(never);
  answers[0]?.resolve(lasting(env, "one", 300));
  await first;
  env.advance(241_000);
  await keeper.get(never);
  answers[1]?.reject(new TypeError("fetch failed"));
  await new Promise(setImmediate);
  await keeper.get(never);
  assert.equal(asked.length, 2);
  env.advance(5_000);
  await keeper.get(never);
  assert.deepEqual(asked, ["first", "refresh", "refresh"]);
});
