import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveEvent } from "../events/live-event.ts";
import { operations } from "../http/operations.ts";
import { eventsAnswer } from "./answers.ts";
import type { AnyOperation } from "./request-input.ts";

const SUBSCRIBE = operations.events.subscribe as unknown as AnyOperation;

/** Events without an end, as fast as they are asked for. */
function endless(): { readonly events: AsyncIterable<LiveEvent>; readonly made: () => number } {
  let made = 0;
  const at = "2026-03-01T00:00:00.000Z";
  const events = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({
        done: false as const,
        value: { cursor: String(++made), type: "org.changed", id: null, at } as LiveEvent,
      }),
    }),
  };
  return { events, made: () => made };
}

function unexpected(error: unknown): void {
  assert.fail(String(error));
}

async function macrotasks(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

test("events are fetched as they are read, not ahead of a reader that stands still", async () => {
  const { events, made } = endless();
  const response = eventsAnswer(SUBSCRIBE, events, () => {}, unexpected);
  await macrotasks(50);
  assert.ok(made() <= 1, `${made()} events for nobody`);
  const reader = response.body!.getReader();
  for (let i = 0; i < 5; i++) await reader.read();
  await macrotasks(5);
  assert.ok(made() >= 4 && made() <= 6, `${made()} events`);
  await reader.cancel();
});

test("a reader that takes nothing for a minute is cut off", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  let left = 0;
  const response = eventsAnswer(SUBSCRIBE, endless().events, () => left++, unexpected);
  await macrotasks(1);
  t.mock.timers.tick(59_000);
  assert.equal(left, 0);
  t.mock.timers.tick(1_000);
  assert.equal(left, 1);
  await assert.rejects(response.text(), { code: "timeout" });
});

test("the opening and each sign of life say how far the stream has come", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  let cursor: string | undefined = "41";
  const idle = { cursor: () => cursor, [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
  const reader = eventsAnswer(SUBSCRIBE, idle, () => {}, unexpected)
    .body!.pipeThrough(new TextDecoderStream())
    .getReader();
  assert.equal((await reader.read()).value, ": ready\nid: 41\n\n");
  cursor = "57";
  const alive = reader.read();
  await macrotasks(1);
  t.mock.timers.tick(15_000);
  assert.equal((await alive).value, ": alive\nid: 57\n\n");
});

test("when the reader leaves, the handler's loop ends even where it never looks at its signal", async () => {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const { promise: pause, resolve: goOn } = Promise.withResolvers<void>();
  const event: LiveEvent = { cursor: "1", type: "org.changed", id: null, at: "2026-03-01T00:00:00.000Z" };
  async function* deaf(): AsyncGenerator<LiveEvent> {
    try {
      yield event;
      await pause;
      for (;;) yield event;
    } finally {
      resolve();
    }
  }
  const reader = eventsAnswer(SUBSCRIBE, deaf(), () => {}, unexpected).body!.getReader();
  await reader.read();
  await reader.read();
  await macrotasks(2);
  await reader.cancel(); // without waiting for a loop that stands still
  goOn();
  await ended;
});

test("an event that cannot be told ends the handler's loop too", async () => {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  async function* wrong(): AsyncGenerator {
    try {
      for (;;) yield { cursor: 1 };
    } finally {
      resolve();
    }
  }
  const told: unknown[] = [];
  const response = eventsAnswer(
    SUBSCRIBE,
    wrong(),
    () => {},
    (error) => told.push(error),
  );
  await assert.rejects(response.text());
  await ended;
  assert.equal(told.length, 1);
});
