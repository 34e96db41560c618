import { expect } from "chai";
import { soon } from "./testing/fake-web-socket.ts";
import { type Phone, connectedPair, ended, untilCall, untilEvent, untilState } from "./testing/phones.ts";
import { usePhones } from "./testing/use-phones.ts";

describe("connection of the SIP engine", () => {
  const bench = usePhones();
  const { phone } = bench;

  it("is back after a dropped connection and registers again at once", async () => {
    const { engine, events } = phone("1001");
    engine.start();
    await untilState(engine, "registered");
    const lost = untilState(engine, "reconnecting");
    bench.server.drop();
    expect((await lost).problem).to.equal("network");
    const from = performance.now();
    await untilState(engine, "registered");
    expect(performance.now() - from).to.be.lessThan(500);
    expect(events.filter((event) => event.type === "state").map(({ state }) => state.kind)).to.deep.equal([
      "connecting",
      "registered",
      "reconnecting",
      "registered",
    ]);
  });

  it("never gives up, says since when it is offline, and slows down", async () => {
    const { engine, events } = phone("1001");
    engine.start();
    await untilState(engine, "registered");
    bench.server.down = true;
    const attempts = bench.server.connectionAttempts;
    bench.server.drop();
    const { since } = await untilState(engine, "reconnecting");
    await new Promise<void>((resolve) => {
      engine.subscribe(() => bench.server.connectionAttempts - attempts >= 8 && resolve());
    });
    const waits = events.flatMap((event) =>
      event.type === "state" && event.state.kind === "reconnecting" && event.state.nextAttemptAt !== undefined
        ? [event.state]
        : [],
    );
    expect(new Set(waits.map((state) => state.since)).size).to.equal(1);
    expect(waits[0]?.since).to.equal(since);
    bench.server.down = false;
    await untilState(engine, "registered");
  });

  /** A phone that waits a minute before its next attempt at a server that is up again. */
  const waitingPhone = async (wakeUps: EventTarget): Promise<Phone> => {
    const made = phone("1001", { wakeUps, timings: { backoffFirst: 60_000, backoffMax: 60_000 } });
    bench.server.down = true;
    made.engine.start();
    await untilEvent(
      made.engine,
      "state",
      ({ state }) => state.kind === "reconnecting" && state.nextAttemptAt !== undefined,
    );
    bench.server.down = false;
    return made;
  };

  for (const type of ["online", "pageshow"]) {
    it(`tries at once on ${type} instead of waiting`, async () => {
      const wakeUps = new EventTarget();
      const { engine } = await waitingPhone(wakeUps);
      wakeUps.dispatchEvent(new Event(type));
      await untilState(engine, "registered");
    });
  }

  it("tries at once when the page is looked at again, and not when it is hidden", async () => {
    const { engine } = await waitingPhone(new EventTarget());
    const attempts = bench.server.connectionAttempts;
    const show = (visibilityState: DocumentVisibilityState): void => {
      Object.defineProperty(document, "visibilityState", { configurable: true, value: visibilityState });
      document.dispatchEvent(new Event("visibilitychange"));
    };
    try {
      show("hidden");
      await new Promise<void>((resolve) => soon(resolve));
      expect(bench.server.connectionAttempts).to.equal(attempts);
      show("visible");
      await untilState(engine, "registered");
    } finally {
      Reflect.deleteProperty(document, "visibilityState");
    }
  });

  it("notices a half-open connection within a ping and its deadline", async () => {
    const { engine } = phone("1001", { timings: { pingEveryIdle: 150, pongDeadlineIdle: 150, registerDeadline: 300 } });
    engine.start();
    await untilState(engine, "registered");
    const from = performance.now();
    bench.server.blackHole = true;
    const { problem } = await untilState(engine, "reconnecting");
    expect(problem).to.equal("no_reply");
    expect(performance.now() - from).to.be.lessThan(1_500);
    bench.server.blackHole = false;
    await untilState(engine, "registered");
  });

  it("asks by OPTIONS where the server answers no CRLF, and stays connected", async () => {
    bench.server.answersCrlf = false;
    const { engine } = phone("1001", { timings: { pingEveryIdle: 50, pongDeadlineIdle: 1_000 } });
    engine.start();
    await untilState(engine, "registered");
    await bench.server.untilRequests("OPTIONS", 3);
    expect(engine.state.kind).to.equal("registered");
    expect(bench.server.connectionAttempts).to.equal(1);
  });

  it("keeps working when a listener throws", async () => {
    const { engine } = phone("1001");
    const reported: unknown[] = [];
    const original = globalThis.reportError;
    globalThis.reportError = (error) => void reported.push(error);
    try {
      const unsubscribe = engine.subscribe(() => {
        throw new Error("listener");
      });
      engine.start();
      await untilState(engine, "registered");
      bench.server.drop();
      await untilState(engine, "reconnecting");
      await untilState(engine, "registered");
      unsubscribe();
      expect(reported.length).to.be.greaterThan(2);
    } finally {
      globalThis.reportError = original;
    }
  });
  it("stops everything at once when disposed in a call", async () => {
    const anna = phone("1001");
    const ben = phone("1002");
    const call = await connectedPair(anna, ben, "1002");
    const over = untilCall(call.in, ended);
    anna.engine.dispose();
    expect(anna.microphone.liveTracks).to.equal(0);
    expect(call.out.snapshot.end?.cause).to.equal("hung_up");
    expect(anna.engine.state.kind).to.equal("offline");
    await over;
  });
});
