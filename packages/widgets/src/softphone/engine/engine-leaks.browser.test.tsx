import { expect } from "chai";
import { FakeSipServer } from "./testing/fake-sip-server.ts";
import { active, audioContext, ended, makePhone, register, untilCall, untilRinging } from "./testing/phones.ts";
import type { SipUserAgent } from "./sip-js/sip-user-agent.ts";

const CALLS = 100;

/** What a hundred calls may leave behind outside the engines. */
interface Watch extends Disposable {
  readonly connections: readonly RTCPeerConnection[];
  /** Listeners added to window, document and connections of the network and not aborted or removed since. */
  readonly listeners: number;
}

function watch(): Watch {
  const connections: RTCPeerConnection[] = [];
  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  let listeners = 0;
  const page = (target: EventTarget): boolean => target === window || target === document;
  EventTarget.prototype.addEventListener = function add(this: EventTarget, ...args) {
    if (page(this ?? window)) listeners++;
    return addEventListener.apply(this, args);
  };
  EventTarget.prototype.removeEventListener = function remove(this: EventTarget, ...args) {
    if (page(this ?? window)) listeners--;
    return removeEventListener.apply(this, args);
  };
  return {
    connections,
    get listeners() {
      return listeners;
    },
    [Symbol.dispose]: () => {
      globalThis.RTCPeerConnection = Original;
      Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
    },
  };
}

/** Sessions and dialogs that the SIP stack still knows. */
function known(engine: object): number {
  const { ua } = engine as { readonly ua: SipUserAgent };
  return Object.keys((ua.forSessions as unknown as { _sessions: object })._sessions).length + ua.core.dialogs.size;
}

describe("leaks of the SIP engine", () => {
  it(`leaves nothing behind after ${CALLS} calls`, async () => {
    const server = new FakeSipServer();
    const tracks: MediaStreamTrack[] = [];
    const acquireMicrophone = (): Promise<MediaStream> => {
      const { stream } = audioContext().createMediaStreamDestination();
      tracks.push(...stream.getTracks());
      return Promise.resolve(stream);
    };
    using seen = watch();
    const anna = makePhone(server, "1001", { acquireMicrophone });
    const ben = makePhone(server, "1002", { acquireMicrophone });
    try {
      await register(anna, ben);
      const before = seen.listeners;
      for (let at = 0; at < CALLS; at++) {
        const ringing = untilRinging(ben.engine);
        const out = anna.engine.dial("1002");
        const incoming = await ringing;
        incoming.answer();
        await Promise.all([untilCall(out, active), untilCall(incoming, active)]);
        const over = Promise.all([untilCall(out, ended), untilCall(incoming, ended)]);
        (at % 2 === 0 ? out : incoming).hangUp();
        await over;
      }
      expect(tracks.length, "microphones that were opened").to.equal(2 * CALLS);
      expect(seen.connections.length, "connections that were made").to.equal(2 * CALLS);
      expect(tracks.filter(({ readyState }) => readyState === "live").length, "live tracks").to.equal(0);
      expect(
        seen.connections.filter(({ signalingState }) => signalingState !== "closed").length,
        "open connections",
      ).to.equal(0);
      expect(seen.listeners, "listeners of the page").to.equal(before);
      expect([...anna.engine.calls, ...ben.engine.calls]).to.deep.equal([]);
      expect([known(anna.engine), known(ben.engine)], "sessions and dialogs of the stack").to.deep.equal([0, 0]);
    } finally {
      for (const { engine } of [anna, ben]) engine.dispose();
    }
  }).timeout(60_000);
});
