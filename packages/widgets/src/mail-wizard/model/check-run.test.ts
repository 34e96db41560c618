import assert from "node:assert/strict";
import { test } from "node:test";
import { type Client, CrewError, type MailCheckEvent, type MailCheckInput } from "@crewdock/contract";
import { type CheckRun, createCheckRun } from "./check-run.ts";

const states = ({ stages }: CheckRun): readonly string[] =>
  [stages.value.imap, stages.value.smtp].map((list) => list.map(({ state }) => state).join(" "));

const runOf = (check: () => AsyncIterable<MailCheckEvent>): CheckRun =>
  createCheckRun(() => ({ mail: { check } }) as unknown as Client);

const begun = "running waiting waiting waiting waiting";
const idle = "waiting waiting waiting waiting waiting";

test("a check is under way in both directions before the server has told anything, and no more once it failed", async () => {
  const answer = Promise.withResolvers<never>();
  const run = runOf(async function* () {
    yield await answer.promise;
  });
  assert.deepEqual(states(run), [idle, idle]);
  const done = run.start({} as MailCheckInput);
  assert.deepEqual(states(run), [begun, begun]);
  answer.reject(new CrewError("unavailable"));
  await done;
  assert.equal(run.state.value, "error");
  assert.deepEqual(states(run), [idle, idle]);
});

test("a check that is stopped leaves nothing running, and keeps what it told", async () => {
  const never = Promise.withResolvers<MailCheckEvent>();
  const told = Promise.withResolvers<void>();
  const run = runOf(async function* () {
    yield { type: "stage", protocol: "imap", stage: "name", state: "ok", ms: 3 };
    yield { type: "stage", protocol: "imap", stage: "connection", state: "running", ms: 0 };
    told.resolve();
    yield await never.promise;
  });
  void run.start({} as MailCheckInput);
  await told.promise;
  assert.deepEqual(states(run), ["ok running waiting waiting waiting", begun]);
  run.stop();
  assert.deepEqual(states(run), ["ok waiting waiting waiting waiting", idle]);
});
