import { type Client, CrewError, type LiveEvent } from "@crewdock/contract";
import { expect } from "chai";
import { followEvents } from "./follow-events.ts";

const event = (cursor: string): LiveEvent => ({
  cursor,
  type: "org.changed",
  id: null,
  at: "2026-03-01T00:00:00.000Z",
});

/** A backend whose streams are scripted one after the other; the last one stays open until it is left. */
function scripted(...streams: readonly (readonly (LiveEvent | Error)[])[]) {
  const since: (string | undefined)[] = [];
  const client = {
    events: {
      async *subscribe(input: { readonly since?: string }, { signal }: { readonly signal: AbortSignal }) {
        const stream = streams[since.push(input.since) - 1];
        for (const next of stream ?? []) {
          if (next instanceof Error) throw next;
          yield next;
        }
        if (stream === undefined) await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    },
  } as unknown as Client;
  return { client, since };
}

describe("followEvents", () => {
  it("takes a stream that ends or breaks up where it stopped", async () => {
    const { client, since } = scripted([event("1"), new CrewError("unavailable")], [], [event("2"), event("3")]);
    const stop = new AbortController();
    const seen: string[] = [];
    const onEvent = ({ cursor }: LiveEvent): void => {
      if (seen.push(cursor) === 3) stop.abort();
    };
    await followEvents(client, onEvent, stop.signal, 1);
    expect(seen).to.deep.equal(["1", "2", "3"]);
    expect(since).to.deep.equal([undefined, "1", "1"]);
  });

  it("leaves a backend alone that has no events or refuses them", async () => {
    for (const code of ["unsupported", "forbidden"] as const) {
      const { client, since } = scripted([new CrewError(code)]);
      await followEvents(client, () => {}, new AbortController().signal, 1);
      expect(since).to.have.length(1);
    }
  });

  it("ends at once when it is stopped in a pause", async () => {
    const { client, since } = scripted([new CrewError("unavailable")]);
    const stop = new AbortController();
    const following = followEvents(client, () => {}, stop.signal, 30_000);
    await new Promise((resolve) => setTimeout(resolve));
    stop.abort();
    await following;
    expect(since).to.have.length(1);
  });
});
