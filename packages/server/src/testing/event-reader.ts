import assert from "node:assert/strict";
import type { LiveEvent } from "@crewdock/contract";
import type { TestServer } from "./test-server.ts";

/** A stream of live events as one person's page reads it. */
export interface EventReader {
  /** The next event. Fails when the stream ends instead. */
  next(): Promise<LiveEvent>;
  /** Events until one fits, that one included. */
  until(fits: (event: LiveEvent) => boolean): Promise<readonly LiveEvent[]>;
  /** Resolves when the server ends the stream; whatever still comes is dropped. */
  ended(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a stream, perhaps from an address; when this returns the server listens. */
export async function readEvents(
  crew: TestServer,
  userId: string,
  since?: string,
  from?: string,
): Promise<EventReader> {
  const headers = {
    Authorization: `Bearer ${await crew.token(userId)}`,
    ...(since === undefined ? {} : { "Last-Event-ID": since }),
  };
  const response = await crew.raw("GET /v1/events", { headers }, from);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/event-stream/);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async (): Promise<LiveEvent | undefined> => {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        const event = JSON.parse(data) as LiveEvent;
        assert.equal(/^id: (.*)$/m.exec(block)?.[1], event.cursor);
        return event;
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      text += value;
    }
  };
  const demanded = async (): Promise<LiveEvent> => (await next()) ?? assert.fail("the stream ended");
  return {
    next: demanded,
    async until(fits) {
      const seen: LiveEvent[] = [];
      do seen.push(await demanded());
      while (!fits(seen.at(-1)!));
      return seen;
    },
    async ended() {
      while (await next());
    },
    close: () => reader.cancel(),
  };
}
