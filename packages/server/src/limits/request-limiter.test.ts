import assert from "node:assert/strict";
import { test } from "node:test";
import { isCrewError } from "@crewdock/contract";
import { createRequestGuard, RequestLimiter } from "./request-limiter.ts";

function refusedFor(work: () => void): number | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    assert.ok(isCrewError(error) && error.code === "rate_limited");
    return error.retryAfter;
  }
}

test("a burst is let through, then requests come free at the rate", () => {
  const limiter = new RequestLimiter({ perSecond: 2, burst: 5 });
  const taken = (count: number, now: number): number =>
    Array.from({ length: count }, () => refusedFor(() => limiter.take("a", now))).filter((wait) => wait === undefined)
      .length;
  assert.equal(taken(20, 0), 5);
  assert.equal(taken(20, 500), 1);
  assert.equal(taken(20, 2000), 3);
  assert.equal(taken(20, 60_000), 5);
});

test("a refusal says when the next request is welcome, and another key is not touched", () => {
  const limiter = new RequestLimiter({ perSecond: 0.1, burst: 1 });
  limiter.take("a", 0);
  assert.equal(
    refusedFor(() => limiter.take("a", 0)),
    10,
  );
  assert.equal(
    refusedFor(() => limiter.take("a", 9_500)),
    1,
  );
  assert.equal(
    refusedFor(() => limiter.take("b", 0)),
    undefined,
  );
  assert.equal(
    refusedFor(() => limiter.take("a", 10_000)),
    undefined,
  );
});

test("however many keys there are, memory is bounded and those who ask go on being counted", () => {
  const limiter = new RequestLimiter({ perSecond: 1, burst: 1 }, 100);
  limiter.take("steady", 0);
  for (let i = 0; i < 5000; i++) {
    limiter.take(`key ${i}`, i);
    if (i % 50 === 0) refusedFor(() => limiter.take("steady", 60_000 + i * 1000));
  }
  assert.equal(limiter.size, 100);
  assert.ok(refusedFor(() => limiter.take("key 4999", 5000)));
});

test("neighbours in one IPv6 network share a limit, IPv4 addresses do not", () => {
  const guard = createRequestGuard({ perUser: null, perAddress: { perSecond: 1, burst: 1 }, perHostKey: null });
  const now = new Date();
  guard.address("2001:db8:1:2:0:0:0:1", now);
  assert.ok(refusedFor(() => guard.address("2001:db8:1:2:9:9:9:9", now)));
  assert.equal(
    refusedFor(() => guard.address("2001:db8:1:3:0:0:0:1", now)),
    undefined,
  );
  guard.address("192.0.2.1", now);
  assert.equal(
    refusedFor(() => guard.address("192.0.2.2", now)),
    undefined,
  );
  assert.equal(
    refusedFor(() => guard.address(undefined, now)),
    undefined,
  );
});
