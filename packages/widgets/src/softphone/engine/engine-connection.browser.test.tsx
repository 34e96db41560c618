import { expect } from "chai";
import { Md5 } from "sip.js/lib/core/messages/md5.js";
import { Timers } from "sip.js/lib/core/timers.js";
import { FakeSipServer, type FakeMessage, headerOf } from "./testing/fake-sip-server.ts";
import { soon } from "./testing/fake-web-socket.ts";
import {
  type Phone,
  active,
  audioContext,
  connectedPair,
  credentialsFor,
  ended,
  makePhone,
  untilCall,
  untilEvent,
  untilRinging,
  untilState,
} from "./testing/phones.ts";
import { hear, near } from "./testing/tone.ts";

const field = (request: FakeMessage, name: string): string | undefined =>
  new RegExp(`\\b${name}="?([^",]+)`).exec(headerOf(request, "authorization") ?? "")?.[1];

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("connection of the SIP engine", () => {
  let server: FakeSipServer;
  const phones: Phone[] = [];
  const phone = (...[user, options]: [string, Parameters<typeof makePhone>[2]?]): Phone => {
    const made = makePhone(server, user, options);
    phones.push(made);
    return made;
  };

  beforeEach(() => (server = new FakeSipServer()));
  afterEach(() => {
    const used = phones.splice(0);
    for (const { engine } of used) engine.dispose();
    for (const { microphone } of used) expect(microphone.liveTracks, "live microphone tracks").to.equal(0);
  });

  it("registers with a stable instance, reg-id 1 and a request for a GRUU", async () => {
    const instanceId = crypto.randomUUID();
    const { engine } = phone("1001", { instanceId });
    engine.start();
    expect((await untilState(engine, "registered")).aor).to.equal("sip:1001@fake.test");
    const [register] = server.requests("REGISTER");
    expect(headerOf(register!, "contact")).to.include(`;reg-id=1;+sip.instance="<urn:uuid:${instanceId}>"`);
    expect(headerOf(register!, "supported")).to.include("gruu");
  });

  it("puts its GRUU into calls, so that they can be reached over a new connection", async () => {
    const anna = phone("1001");
    anna.engine.start();
    await untilState(anna.engine, "registered");
    anna.engine.dial("1002");
    await server.untilRequests("INVITE", 1);
    expect(headerOf(server.requests("INVITE")[0]!, "contact")).to.match(/;gr=urn:uuid:/);
  });

  it("is back after a dropped connection and registers again at once", async () => {
    const { engine, events } = phone("1001");
    engine.start();
    await untilState(engine, "registered");
    const lost = untilState(engine, "reconnecting");
    server.drop();
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
    server.down = true;
    const attempts = server.connectionAttempts;
    server.drop();
    const { since } = await untilState(engine, "reconnecting");
    await new Promise<void>((resolve) => {
      engine.subscribe(() => server.connectionAttempts - attempts >= 8 && resolve());
    });
    const waits = events.flatMap((event) =>
      event.type === "state" && event.state.kind === "reconnecting" && event.state.nextAttemptAt !== undefined
        ? [event.state]
        : [],
    );
    expect(new Set(waits.map((state) => state.since)).size).to.equal(1);
    expect(waits[0]?.since).to.equal(since);
    server.down = false;
    await untilState(engine, "registered");
  });

  /** A phone that waits a minute before its next attempt at a server that is up again. */
  const waitingPhone = async (wakeUps: EventTarget): Promise<Phone> => {
    const made = phone("1001", { wakeUps, timings: { backoffFirst: 60_000, backoffMax: 60_000 } });
    server.down = true;
    made.engine.start();
    await untilEvent(
      made.engine,
      "state",
      ({ state }) => state.kind === "reconnecting" && state.nextAttemptAt !== undefined,
    );
    server.down = false;
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
    const attempts = server.connectionAttempts;
    const show = (visibilityState: DocumentVisibilityState): void => {
      Object.defineProperty(document, "visibilityState", { configurable: true, value: visibilityState });
      document.dispatchEvent(new Event("visibilitychange"));
    };
    try {
      show("hidden");
      await new Promise<void>((resolve) => soon(resolve));
      expect(server.connectionAttempts).to.equal(attempts);
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
    server.blackHole = true;
    const { problem } = await untilState(engine, "reconnecting");
    expect(problem).to.equal("no_reply");
    expect(performance.now() - from).to.be.lessThan(1_500);
    server.blackHole = false;
    await untilState(engine, "registered");
  });

  it("asks by OPTIONS where the server answers no CRLF, and stays connected", async () => {
    server.answersCrlf = false;
    const { engine } = phone("1001", { timings: { pingEveryIdle: 50, pongDeadlineIdle: 1_000 } });
    engine.start();
    await untilState(engine, "registered");
    await server.untilRequests("OPTIONS", 3);
    expect(engine.state.kind).to.equal("registered");
    expect(server.connectionAttempts).to.equal(1);
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
      server.drop();
      await untilState(engine, "reconnecting");
      await untilState(engine, "registered");
      unsubscribe();
      expect(reported.length).to.be.greaterThan(2);
    } finally {
      globalThis.reportError = original;
    }
  });

  it("refreshes the registration long before it ends", async () => {
    server.expires = 1;
    const { engine } = phone("1001");
    engine.start();
    const from = performance.now();
    await server.untilRequests("REGISTER", 2);
    expect(performance.now() - from).to.be.within(400, 950);
    expect(server.registeredUsers).to.deep.equal(["1001"]);
    expect(engine.state.kind).to.equal("registered");
  });

  it("raises the life time when the server says it is too brief", async () => {
    server.intercept = (request) =>
      request.method === "REGISTER" && headerOf(request, "contact")?.includes(";expires=600")
        ? { status: 423, headers: [["Min-Expires", "900"]] }
        : undefined;
    const { engine } = phone("1001");
    engine.start();
    await untilState(engine, "registered");
    expect(headerOf(server.requests("REGISTER").at(-1)!, "contact")).to.include(";expires=900");
  });

  it("waits as long as a 503 asks for", async () => {
    server.intercept = (request) =>
      request.method === "REGISTER" ? { status: 503, headers: [["Retry-After", "7"]] } : undefined;
    const { engine } = phone("1001");
    engine.start();
    const waiting = await new Promise<number>((resolve) => {
      engine.subscribe((event) => {
        if (event.type === "state" && event.state.kind === "reconnecting") resolve(event.state.nextAttemptAt ?? 0);
      });
    });
    expect(waiting - Date.now()).to.be.within(6_000, 7_100);
  });

  for (const [algorithm, hash] of [
    ["MD5", (text: string) => Promise.resolve(Md5.hashStr(text))],
    ["SHA-256", sha256],
  ] as const) {
    it(`answers a ${algorithm} challenge`, async () => {
      const header = `Digest realm="fake.test", nonce="n1", algorithm=${algorithm}, qop="auth"`;
      server.intercept = (request) =>
        request.method === "REGISTER" && headerOf(request, "authorization") === undefined
          ? { status: 401, headers: [["WWW-Authenticate", header]] }
          : undefined;
      const { engine } = phone("1001");
      engine.start();
      await untilState(engine, "registered");
      const request = server.requests("REGISTER").at(-1)!;
      const ha1 = await hash("1001:fake.test:secret-of-1001");
      const ha2 = await hash(`REGISTER:${field(request, "uri")}`);
      expect(field(request, "response")).to.equal(
        await hash(`${ha1}:n1:00000001:${field(request, "cnonce")}:auth:${ha2}`),
      );
    });
  }

  it("takes the first algorithm it knows of several challenges", async () => {
    const challenge = (algorithm: string): readonly [string, string] => [
      "WWW-Authenticate",
      `Digest realm="fake.test", nonce="n1", algorithm=${algorithm}, qop="auth"`,
    ];
    server.intercept = (request) =>
      request.method === "REGISTER" && headerOf(request, "authorization") === undefined
        ? { status: 401, headers: ["SHA-512-256", "SHA-256", "MD5"].map(challenge) }
        : undefined;
    const { engine } = phone("1001");
    engine.start();
    await untilState(engine, "registered");
    expect(field(server.requests("REGISTER").at(-1)!, "algorithm")).to.equal("SHA-256");
  });

  it("says so when the server demands an algorithm it does not know", async () => {
    server.intercept = () => ({
      status: 401,
      headers: [["WWW-Authenticate", 'Digest realm="fake.test", nonce="n1", algorithm=SHA-512-256']],
    });
    const { engine } = phone("1001");
    engine.start();
    expect((await untilState(engine, "refused")).reason).to.equal("unsupported_authentication");
  });

  it("asks for fresh credentials once when those in hand are refused, then stops", async () => {
    server.intercept = (request) =>
      request.method === "REGISTER"
        ? { status: 401, headers: [["WWW-Authenticate", 'Digest realm="fake.test", nonce="n1", qop="auth"']] }
        : undefined;
    const { engine, asked } = phone("1001");
    engine.start();
    const { reason, sipCode } = await untilState(engine, "refused");
    expect([reason, sipCode]).to.deep.equal(["wrong_credentials", 401]);
    expect(asked.map((request) => request.reason)).to.deep.equal(["start", "rejected"]);
    server.intercept = undefined;
    engine.retryNow();
    await untilState(engine, "registered");
  });

  for (const [code, reason] of [
    ["forbidden", "forbidden"],
    ["not_found", "no_sip_account"],
    ["unauthenticated", "unauthenticated"],
  ] as const) {
    it(`is refused as ${reason} when credentials fail with ${code}`, async () => {
      const { engine } = phone("1001", { credentials: () => Promise.reject(Object.assign(new Error(), { code })) });
      engine.start();
      expect((await untilState(engine, "refused")).reason).to.equal(reason);
      expect(server.connectionAttempts).to.equal(0);
    });
  }

  it("goes on trying while credentials are unavailable", async () => {
    let failures = 3;
    const { engine } = phone("1001", {
      credentials: () =>
        failures-- > 0
          ? Promise.reject(Object.assign(new Error(), { code: "unavailable" }))
          : Promise.resolve(credentialsFor("1001")),
    });
    engine.start();
    expect((await untilState(engine, "reconnecting")).problem).to.equal("credentials_unavailable");
    await untilState(engine, "registered");
  });

  it("renews credentials at three quarters of their life and registers with them, in a call and without a gap", async () => {
    // Browsers slow a timer that was set within timers, as the test runner does, in a hidden page.
    await new Promise<void>(soon);
    let version = 0;
    let renewed: (() => void) | undefined;
    const renewal = new Promise<void>((resolve) => (renewed = resolve));
    // A minute is the shortest life that is believed, so the share is what the test shortens.
    const anna = phone("1001", {
      timings: { credentialsRefreshShare: 0.01 },
      credentials: ({ use }) => {
        if (use === "receive" && ++version === 2) renewed?.();
        return Promise.resolve(credentialsFor("1001", { password: use === "receive" ? `v${version}` : "call" }));
      },
    });
    const ben = phone("1002");
    const call = await connectedPair(anna, ben, "1002");
    const registers = server.requests("REGISTER").length;
    await renewal;
    expect(anna.engine.state.kind).to.equal("registered");
    expect(call.out.snapshot.phase).to.equal("active");
    expect(server.connectionAttempts).to.equal(2);
    expect(server.requests("REGISTER").length).to.equal(registers);
    // The next challenge is answered with the new password.
    server.intercept = (request) =>
      request.method === "REGISTER" && headerOf(request, "authorization") === undefined
        ? { status: 401, headers: [["WWW-Authenticate", 'Digest realm="fake.test", nonce="n2"']] }
        : undefined;
    const before = version;
    server.drop("1001");
    await untilState(anna.engine, "reconnecting");
    await untilState(anna.engine, "registered");
    const request = server.requests("REGISTER").findLast((register) => field(register, "username") === "1001")!;
    const passwords = [before, version].map((n) =>
      Md5.hashStr(`${Md5.hashStr(`1001:fake.test:v${n}`)}:n2:${Md5.hashStr(`REGISTER:${field(request, "uri")}`)}`),
    );
    expect(passwords).to.include(field(request, "response"));
  });

  it("asks apart for credentials to call, and ends as forbidden when they are refused", async () => {
    const { engine, asked } = phone("1001", {
      credentials: ({ use }) =>
        use === "call"
          ? Promise.reject(Object.assign(new Error(), { code: "forbidden" }))
          : Promise.resolve(credentialsFor("1001")),
    });
    engine.start();
    await untilState(engine, "registered");
    const { end } = await untilCall(engine.dial("1002"), ended);
    expect(end?.cause).to.equal("forbidden");
    expect(asked.map(({ use }) => use)).to.deep.equal(["receive", "call"]);
    expect(server.requests("INVITE")).to.deep.equal([]);
  });

  it("calls again with fresh credentials when the first were withdrawn, over the same microphone", async () => {
    let version = 0;
    const anna = phone("1001", {
      credentials: ({ use }) =>
        Promise.resolve(credentialsFor("1001", use === "call" ? { password: `call-${++version}` } : {})),
    });
    const ben = phone("1002", { hertz: 1000 });
    const good = (request: FakeMessage): boolean => {
      const value = headerOf(request, "proxy-authorization") ?? "";
      const uri = /uri="([^"]+)/.exec(value)?.[1];
      return value.includes(Md5.hashStr(`${Md5.hashStr("1001:fake.test:call-2")}:n3:${Md5.hashStr(`INVITE:${uri}`)}`));
    };
    server.intercept = (request) =>
      request.method === "INVITE" && !good(request)
        ? { status: 407, headers: [["Proxy-Authenticate", 'Digest realm="fake.test", nonce="n3"']] }
        : undefined;
    const call = await connectedPair(anna, ben, "1002");
    expect(anna.microphone.streams).to.have.length(1);
    await hear(audioContext(), call.out.remoteStream, near(1000));
  });

  it("carries a call over a broken connection: media goes on, hold and hang-up work afterwards", async () => {
    const anna = phone("1001", { hertz: 440 });
    const ben = phone("1002", { hertz: 1000 });
    const call = await connectedPair(anna, ben, "1002");
    await hear(audioContext(), call.in.remoteStream, near(440));
    server.down = true;
    server.drop("1001");
    await untilState(anna.engine, "reconnecting");
    expect(call.out.snapshot).to.include({ phase: "active", interrupted: true });
    await hear(audioContext(), call.in.remoteStream, near(440));
    const invites = server.requests("INVITE").length;
    server.down = false;
    await untilState(anna.engine, "registered");
    await untilCall(call.out, ({ interrupted }) => !interrupted);
    const reinvite = server.requests("INVITE")[invites]!;
    const ufrag = (sdp: string): string | undefined => /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
    expect(ufrag(reinvite.body)).to.not.equal(ufrag(server.requests("INVITE")[0]!.body));
    await hear(audioContext(), call.out.remoteStream, near(1000));
    // The other side finds us on the new connection.
    const gone = untilCall(call.out, ended);
    call.in.hangUp();
    expect((await gone).end).to.deep.equal({ cause: "remote_hung_up", by: "them" });
  });

  it("carries a call over an outage that hit both sides at once", async () => {
    const anna = phone("1001", { hertz: 440 });
    const ben = phone("1002", { hertz: 1000 });
    const call = await connectedPair(anna, ben, "1002");
    await hear(audioContext(), call.in.remoteStream, near(440));
    server.down = true;
    server.drop();
    await Promise.all([untilState(anna.engine, "reconnecting"), untilState(ben.engine, "reconnecting")]);
    server.down = false;
    await Promise.all([untilState(anna.engine, "registered"), untilState(ben.engine, "registered")]);
    await Promise.all([call.out, call.in].map((each) => untilCall(each, ({ interrupted }) => !interrupted)));
    await hear(audioContext(), call.in.remoteStream, near(440));
    await hear(audioContext(), call.out.remoteStream, near(1000));
    expect(server.received.some(({ startLine }) => startLine.startsWith("SIP/2.0 491"))).to.equal(false);
  });

  it("ends the far side's call as well when hung up while the connection is away", async () => {
    const anna = phone("1001");
    const ben = phone("1002");
    const call = await connectedPair(anna, ben, "1002");
    server.down = true;
    server.drop("1001");
    await untilState(anna.engine, "reconnecting");
    call.out.hangUp();
    expect(anna.microphone.liveTracks).to.equal(0);
    const over = untilCall(call.in, ended);
    server.down = false;
    expect((await over).end?.cause).to.equal("remote_hung_up");
  });

  it("ends the call when the far side no longer knows it after an outage", async () => {
    const anna = phone("1001");
    const ben = phone("1002");
    const call = await connectedPair(anna, ben, "1002");
    const out = untilCall(call.out, ended);
    server.intercept = (request) => (request.method === "INVITE" ? { status: 481 } : undefined);
    server.drop("1001");
    expect((await out).end).to.deep.equal({ cause: "remote_hung_up", by: "them", sipCode: 481 });
  });

  it("gives a call up when neither signalling nor media come back", async () => {
    const anna = phone("1001", { timings: { callLostAfter: 200, iceDisconnectedGrace: 50 } });
    const ben = phone("1002");
    const call = await connectedPair(anna, ben, "1002");
    server.down = true;
    ben.engine.dispose();
    server.drop();
    expect((await untilCall(call.out, ended)).end).to.deep.equal({ cause: "network", by: "network" });
  }).timeout(20_000);

  it("ends a call that was still ringing out when the connection breaks, and cancels it afterwards", async () => {
    const anna = phone("1001");
    const ben = phone("1002");
    anna.engine.start();
    ben.engine.start();
    await Promise.all([untilState(anna.engine, "registered"), untilState(ben.engine, "registered")]);
    const out = anna.engine.dial("1002");
    const incoming = await untilRinging(ben.engine);
    await untilCall(out, ({ phase }) => phase === "ringing");
    server.drop("1001");
    expect((await untilCall(out, ended)).end).to.deep.equal({ cause: "network", by: "network" });
    await untilCall(incoming, ended);
  });

  for (const [side, user] of [
    ["caller's", "1001"],
    ["callee's", "1002"],
  ] as const) {
    it(`acknowledges the answer again when the ${side} connection broke with the ACK`, async () => {
      const anna = phone("1001");
      const ben = phone("1002");
      anna.engine.start();
      ben.engine.start();
      await Promise.all([untilState(anna.engine, "registered"), untilState(ben.engine, "registered")]);
      const ringing = untilRinging(ben.engine);
      const out = anna.engine.dial("1002");
      let acks = 0;
      server.intercept = (request) => {
        if (request.method !== "ACK" || ++acks > 1) return undefined;
        server.drop(user);
        return "ignore";
      };
      const incoming = await ringing;
      incoming.answer();
      await Promise.all([out, incoming].map((call) => untilCall(call, active)));
      await server.untilRequests("ACK", 2);
      await Promise.all([untilState(anna.engine, "registered"), untilState(ben.engine, "registered")]);
      // A called side may only send BYE once it has the ACK (RFC 3261 section 15).
      const over = untilCall(out, ended);
      incoming.hangUp();
      expect((await over).end?.cause).to.equal("remote_hung_up");
    });
  }

  it("ends both sides when no ACK ever comes, and says that the connection failed", async () => {
    const { TIMER_L } = Timers;
    const anna = phone("1001");
    const ben = phone("1002");
    try {
      Timers.TIMER_L = 1_000;
      server.intercept = ({ method }) => (method === "ACK" ? "ignore" : undefined);
      const call = await connectedPair(anna, ben, "1002");
      const [out, incoming] = await Promise.all([untilCall(call.out, ended), untilCall(call.in, ended)]);
      expect(incoming.end).to.deep.equal({ cause: "network", by: "network", sipCode: 408 });
      expect(out.end).to.deep.equal({ cause: "network", by: "them", sipCode: 408 });
    } finally {
      Timers.TIMER_L = TIMER_L;
    }
  });

  it("goes on ringing over a short break and can be answered after it", async () => {
    const anna = phone("1001");
    const ben = phone("1002");
    anna.engine.start();
    ben.engine.start();
    await Promise.all([untilState(anna.engine, "registered"), untilState(ben.engine, "registered")]);
    const out = anna.engine.dial("1002");
    const incoming = await untilRinging(ben.engine);
    await untilCall(out, ({ phase }) => phase === "ringing");
    server.drop("1002");
    await untilState(ben.engine, "reconnecting");
    await untilState(ben.engine, "registered");
    incoming.answer();
    await Promise.all([untilCall(out, active), untilCall(incoming, active)]);
  });

  it("restarts ICE when the network changes in a call", async () => {
    const wakeUps = new EventTarget();
    const anna = phone("1001", { wakeUps });
    const ben = phone("1002", { hertz: 1000 });
    const call = await connectedPair(anna, ben, "1002");
    const invites = server.requests("INVITE").length;
    wakeUps.dispatchEvent(new Event("online"));
    await server.untilRequests("INVITE", invites + 1);
    await server.untilRequests("ACK", 2);
    const ufrags = server.requests("INVITE").map(({ body }) => /a=ice-ufrag:(\S+)/.exec(body)?.[1]);
    expect(new Set(ufrags).size).to.equal(invites + 1);
    await hear(audioContext(), call.out.remoteStream, near(1000));
  });

  it("plays the far end's announcement before the answer only when told to", async () => {
    const announcer = new RTCPeerConnection();
    const tone = await phone("1009", { hertz: 700 }).microphone.acquire();
    tone.getTracks().forEach((track) => announcer.addTrack(track, tone));
    const offers: string[] = [];
    server.intercept = (request) => {
      if (request.method !== "INVITE") return undefined;
      offers.push(request.body);
      return "ignore";
    };
    const anna = phone("1001", { earlyMedia: "play" });
    anna.engine.start();
    await untilState(anna.engine, "registered");
    const out = anna.engine.dial("1002");
    await server.untilRequests("INVITE", 1);
    await announcer.setRemoteDescription({ type: "offer", sdp: offers[0]! });
    await announcer.setLocalDescription(await announcer.createAnswer());
    while (announcer.iceGatheringState !== "complete") {
      await new Promise((resolve) => announcer.addEventListener("icegatheringstatechange", resolve, { once: true }));
    }
    const invite = server.requests("INVITE")[0]!;
    const lines = invite.headers
      .filter(([name]) => /^(via|from|call-id|cseq)$/i.test(name))
      .map(([name, value]) => `${name}: ${value}`);
    const body = announcer.localDescription!.sdp;
    server.inject(
      "1001",
      [
        "SIP/2.0 183 Session Progress",
        ...lines,
        `To: ${headerOf(invite, "to")};tag=early`,
        "Contact: <sip:announcer@fake.test>",
        "Content-Type: application/sdp",
        `Content-Length: ${body.length}`,
        "",
        body,
      ].join("\r\n"),
    );
    await untilCall(out, ({ earlyMedia }) => earlyMedia);
    await hear(audioContext(), out.remoteStream, near(700));
    out.hangUp();
    announcer.close();
    tone.getTracks().forEach((track) => track.stop());
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

  it("writes nothing to the console and no password into events", async () => {
    const written: unknown[] = [];
    const original = { ...console };
    for (const level of ["log", "info", "warn", "error", "debug"] as const)
      console[level] = (...args) => void written.push(args);
    try {
      const anna = phone("1001");
      const ben = phone("1002");
      const call = await connectedPair(anna, ben, "1002");
      call.out.hangUp();
      await untilCall(call.in, ended);
      const seen = untilEvent(anna.engine, "state");
      server.drop();
      await seen;
      const told = JSON.stringify(anna.events, (key, value: unknown) => (key === "call" ? undefined : value));
      expect(told).to.not.include("secret-of");
    } finally {
      Object.assign(console, original);
    }
    expect(written).to.deep.equal([]);
  });
});
