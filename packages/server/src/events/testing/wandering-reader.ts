import assert from "node:assert/strict";
import type { LiveEvent } from "@crewdock/contract";
import type { TestServer } from "../../testing/test-server.ts";

/** A person's page that loses its line again and again and comes back to whatever instance it is sent to. */
export interface WanderingReader {
  /** Reads until an event with this id came. @returns all that was told, in the order in which it came */
  until(id: string): Promise<readonly LiveEvent[]>;
  /** How often it came back. */
  readonly visits: number;
}

export interface Journey {
  readonly instances: readonly TestServer[];
  readonly userId: string;
  /** Where it begins. */
  readonly since: string;
  /** A number from 0 up to below `below`. */
  readonly chance: (below: number) => number;
}

/** Each visit ends after a few events, or after none, with some bytes of the next one read or not. */
export function wanderingReader({ instances, userId, since, chance }: Journey): WanderingReader {
  const told: LiveEvent[] = [];
  const reader = { visits: 0, cursor: since };

  async function visit(last: (event: LiveEvent) => boolean): Promise<boolean> {
    reader.visits++;
    const crew = instances[chance(instances.length)]!;
    const headers = { Authorization: `Bearer ${await crew.token(userId)}`, "Last-Event-ID": reader.cursor };
    const response = await crew.raw("GET /v1/events", { headers });
    assert.equal(response.status, 200);
    const stream = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    let left = chance(10);
    try {
      for (;;) {
        const { done, value } = await stream.read();
        assert.ok(!done, "the stream ended by itself");
        text += value;
        for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          const id = /^id: (.*)$/m.exec(block)?.[1];
          if (id !== undefined) reader.cursor = id;
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data === undefined) continue;
          const event = JSON.parse(data) as LiveEvent;
          told.push(event);
          if (last(event)) return true;
          if (left-- <= 0) return false;
        }
      }
    } finally {
      await stream.cancel();
    }
  }

  return {
    get visits() {
      return reader.visits;
    },
    async until(id) {
      while (!(await visit((event) => event.id === id)));
      return told;
    },
  };
}
