import { expect } from "chai";
import { frame } from "../../kit/testing/index.ts";
import { FakeSipServer } from "./testing/fake-sip-server.ts";
import {
  type Phone,
  audioContext,
  connectedPair,
  ended,
  makePhone,
  register,
  ringingPair,
  untilCall,
  untilEvent,
  untilRinging,
  untilState,
} from "./testing/phones.ts";
import { hear, near } from "./testing/tone.ts";

describe("calls of the SIP engine", () => {
  let server: FakeSipServer;
  let anna: Phone;
  let ben: Phone;

  beforeEach(() => {
    server = new FakeSipServer();
    anna = makePhone(server, "1001", { hertz: 440 });
    ben = makePhone(server, "1002", { hertz: 1000 });
  });

  afterEach(() => {
    anna.engine.dispose();
    ben.engine.dispose();
    expect(anna.microphone.liveTracks + ben.microphone.liveTracks, "live microphone tracks").to.equal(0);
  });

  it("lets each side hear the other's tone", async () => {
    const call = await connectedPair(anna, ben, "1002");
    await hear(audioContext(), call.out.remoteStream, near(1000));
    await hear(audioContext(), call.in.remoteStream, near(440));
  });

  it("tells the callee who calls", async () => {
    const call = await connectedPair(anna, ben, "1002");
    expect(call.in.snapshot.remote).to.deep.equal({ number: "1001", displayName: "User 1001" });
  });

  it("ends exactly once on each side when the caller hangs up", async () => {
    const call = await connectedPair(anna, ben, "1002");
    const ends: string[] = [];
    call.out.subscribe(({ end }) => end && ends.push(`out ${end.cause} ${end.by}`));
    call.in.subscribe(({ end }) => end && ends.push(`in ${end.cause} ${end.by}`));
    const over = untilCall(call.in, ended);
    call.out.hangUp();
    call.out.hangUp();
    await over;
    expect(ends).to.deep.equal(["out hung_up us", "in remote_hung_up them"]);
    expect([...anna.engine.calls, ...ben.engine.calls]).to.deep.equal([]);
  });

  it("releases the microphone before hangUp returns", async () => {
    const call = await connectedPair(anna, ben, "1002");
    expect(anna.microphone.liveTracks).to.equal(1);
    call.out.hangUp();
    expect(anna.microphone.liveTracks).to.equal(0);
  });

  it("leaves no live track when hung up while the browser still asks for the microphone", async () => {
    let allow: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => (allow = resolve));
    const slow = makePhone(server, "1003", {
      acquireMicrophone: async () => {
        await asked;
        return anna.microphone.acquire();
      },
    });
    slow.engine.start();
    await untilState(slow.engine, "registered");
    const call = slow.engine.dial("1002");
    call.hangUp();
    allow?.();
    await new Promise((resolve) => setTimeout(resolve));
    await new Promise((resolve) => setTimeout(resolve));
    expect(anna.microphone.streams).to.have.length(1);
    expect(anna.microphone.liveTracks).to.equal(0);
    expect(call.snapshot.end?.cause).to.equal("cancelled");
    expect(server.requests("INVITE")).to.deep.equal([]);
    slow.engine.dispose();
  });

  for (const [name, cause] of [
    ["NotAllowedError", "media_denied"],
    ["NotFoundError", "no_microphone"],
    ["NotReadableError", "microphone_in_use"],
  ] as const) {
    it(`ends with ${cause} when the browser answers ${name}`, async () => {
      const deaf = makePhone(server, "1003", { acquireMicrophone: () => Promise.reject(new DOMException("", name)) });
      deaf.engine.start();
      await untilState(deaf.engine, "registered");
      const { end } = await untilCall(deaf.engine.dial("1002"), ended);
      expect(end).to.deep.equal({ cause, by: "us" });
      deaf.engine.dispose();
    });
  }

  for (const [reply, expected] of [
    [{ status: 486 }, { cause: "busy", by: "them", sipCode: 486 }],
    [{ status: 603 }, { cause: "declined", by: "them", sipCode: 603 }],
    [{ status: 404 }, { cause: "not_found", by: "them", sipCode: 404 }],
    [{ status: 480 }, { cause: "unavailable", by: "them", sipCode: 480 }],
    [{ status: 403 }, { cause: "forbidden", by: "them", sipCode: 403 }],
    [
      { status: 480, headers: [["Reason", 'Q.850;cause=19;text="No answer"']] as const },
      { cause: "no_answer", by: "them", sipCode: 480, q850: 19 },
    ],
  ] as const) {
    it(`reports ${expected.cause} for ${JSON.stringify(reply)}`, async () => {
      server.intercept = (request) => (request.method === "INVITE" ? reply : undefined);
      anna.engine.start();
      await untilState(anna.engine, "registered");
      const { end } = await untilCall(anna.engine.dial("1002"), ended);
      expect(end).to.deep.equal(expected);
    });
  }

  it("declines with 603 so that no other device goes on ringing", async () => {
    await register(anna, ben);
    const out = anna.engine.dial("1002");
    (await untilRinging(ben.engine)).hangUp();
    expect((await untilCall(out, ended)).end).to.deep.equal({ cause: "declined", by: "them", sipCode: 603 });
  });

  it("stops ringing when the caller gives up, and says so", async () => {
    const { out, in: incoming } = await ringingPair(anna, ben, "1002");
    out.hangUp();
    expect((await untilCall(incoming, ended)).end).to.deep.equal({ cause: "cancelled", by: "them" });
  });

  it("refuses a second incoming call as busy and keeps the first", async () => {
    const call = await connectedPair(anna, ben, "1002");
    const carol = makePhone(server, "1003");
    carol.engine.start();
    await untilState(carol.engine, "registered");
    const second = carol.engine.dial("1002");
    expect((await untilCall(second, ended)).end?.cause).to.equal("busy");
    expect(call.in.snapshot.phase).to.equal("active");
    carol.engine.dispose();
  });

  it("mutes towards the far end only", async () => {
    const call = await connectedPair(anna, ben, "1002");
    await hear(audioContext(), call.in.remoteStream, near(440));
    call.out.setMuted(true);
    await hear(audioContext(), call.in.remoteStream, (hertz) => hertz === 0);
    await hear(audioContext(), call.out.remoteStream, near(1000));
    call.out.setMuted(false);
    await hear(audioContext(), call.in.remoteStream, near(440));
  });

  it("holds and resumes, and the held side knows", async () => {
    const call = await connectedPair(anna, ben, "1002");
    const held = untilCall(call.in, ({ heldByThem }) => heldByThem);
    call.out.setHeld(true);
    expect(call.out.snapshot.heldByUs).to.equal(true);
    await held;
    await untilCall(call.out, ({ holdPending }) => !holdPending);
    await hear(audioContext(), call.in.remoteStream, (hertz) => hertz === 0);
    const resumed = untilCall(call.in, ({ heldByThem }) => !heldByThem);
    call.out.setHeld(false);
    await resumed;
    await hear(audioContext(), call.in.remoteStream, near(440));
    await hear(audioContext(), call.out.remoteStream, near(1000));
  });

  it("settles when both sides hold in the same moment", async () => {
    const timings = { retryAfterGlare: (owns: boolean) => (owns ? 120 : 20) };
    const carol = makePhone(server, "1003", { timings });
    const dan = makePhone(server, "1004", { timings });
    const call = await connectedPair(carol, dan, "1004");
    call.out.setHeld(true);
    call.in.setHeld(true);
    await Promise.all([
      untilCall(call.out, ({ holdPending, heldByThem }) => !holdPending && heldByThem),
      untilCall(call.in, ({ holdPending, heldByThem }) => !holdPending && heldByThem),
    ]);
    carol.engine.dispose();
    dan.engine.dispose();
  });

  it("tries a hold again that met an offer of the far end (491)", async () => {
    const owners: boolean[] = [];
    const retryAfterGlare = (owns: boolean): number => {
      owners.push(owns);
      return 10;
    };
    const carol = makePhone(server, "1003", { timings: { retryAfterGlare } });
    const call = await connectedPair(carol, ben, "1002");
    let collisions = 2;
    server.intercept = (request) => (request.method === "INVITE" && collisions-- > 0 ? { status: 491 } : undefined);
    const held = untilCall(call.in, ({ heldByThem }) => heldByThem);
    call.out.setHeld(true);
    await held;
    await untilCall(call.out, ({ holdPending }) => !holdPending);
    expect(call.out.snapshot.heldByUs).to.equal(true);
    expect(owners).to.deep.equal([true, true]);
    carol.engine.dispose();
  });

  it("takes hold back and says so when the far end refuses it", async () => {
    const call = await connectedPair(anna, ben, "1002");
    server.intercept = (request) => (request.method === "INVITE" ? { status: 488 } : undefined);
    const told = untilEvent(anna.engine, "problem", ({ code }) => code === "hold_refused");
    call.out.setHeld(true);
    await told;
    expect(call.out.snapshot).to.include({ heldByUs: false, phase: "active" });
  });

  it("sends digits as RFC 4733 events", async () => {
    const call = await connectedPair(anna, ben, "1002");
    expect(await call.out.sendDtmf("12#")).to.equal("rfc4733");
    expect(server.requests("INFO")).to.deep.equal([]);
  });

  it("keeps digits until the connection is there", async () => {
    const { out } = await connectedPair(anna, ben, "1002");
    const state = Object.getOwnPropertyDescriptor(RTCPeerConnection.prototype, "connectionState")!;
    const insert = Object.getOwnPropertyDescriptor(RTCDTMFSender.prototype, "canInsertDTMF")!;
    let there = false;
    const once = (real: PropertyDescriptor, before: unknown): PropertyDescriptor => ({
      configurable: true,
      get(this: object) {
        return there ? (real.get?.call(this) as unknown) : before;
      },
    });
    Object.defineProperty(RTCPeerConnection.prototype, "connectionState", once(state, "connecting"));
    Object.defineProperty(RTCDTMFSender.prototype, "canInsertDTMF", once(insert, false));
    try {
      const sent = out.sendDtmf("5");
      await frame();
      there = true;
      expect(await sent).to.equal("rfc4733");
      expect(server.requests("INFO")).to.deep.equal([]);
    } finally {
      Object.defineProperty(RTCPeerConnection.prototype, "connectionState", state);
      Object.defineProperty(RTCDTMFSender.prototype, "canInsertDTMF", insert);
    }
  });

  it("falls back to INFO when the far end knows no telephone events", async () => {
    const { out } = await connectedPair(anna, ben, "1002");
    const insert = Object.getOwnPropertyDescriptor(RTCDTMFSender.prototype, "canInsertDTMF")!;
    Object.defineProperty(RTCDTMFSender.prototype, "canInsertDTMF", { configurable: true, get: () => false });
    try {
      const heard = untilEvent(ben.engine, "dtmf", ({ tone }) => tone === "7");
      expect(await out.sendDtmf("7")).to.equal("info");
      await heard;
    } finally {
      Object.defineProperty(RTCDTMFSender.prototype, "canInsertDTMF", insert);
    }
  });

  it("refuses what is no digit", async () => {
    const call = await connectedPair(anna, ben, "1002");
    const error = await call.out.sendDtmf("5\r\nX: y").catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(RangeError);
  });

  it("never dials what a REFER asks for", async () => {
    const call = await connectedPair(anna, ben, "1002");
    const invites = server.requests("INVITE").length;
    const refused = untilEvent(ben.engine, "transfer_refused");
    const invite = server.requests("INVITE")[0]!;
    const ack = server.requests("ACK")[0]!;
    const header = (name: string): string => invite.headers.find(([known]) => known === name)?.[1] ?? "";
    const to = ack.headers.find(([known]) => known === "To")![1];
    server.inject(
      "1002",
      [
        `REFER sip:1002@fake.test SIP/2.0`,
        "Via: SIP/2.0/WS fake.invalid;branch=z9hG4bKrefer",
        "Max-Forwards: 70",
        `From: ${header("From")}`,
        `To: ${to}`,
        `Call-ID: ${header("Call-ID")}`,
        "CSeq: 4000 REFER",
        "Contact: <sip:evil@fake.test>",
        "Refer-To: <sip:+19005550100@fake.test>",
        "Content-Length: 0",
        "",
        "",
      ].join("\r\n"),
    );
    await refused;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.received.some(({ startLine }) => startLine.startsWith("SIP/2.0 603"))).to.equal(true);
    expect(server.requests("INVITE")).to.have.length(invites);
    expect(call.in.snapshot.phase).to.equal("active");
  });

  it("answers a refreshing re-INVITE of a server that uses session timers", async () => {
    const call = await connectedPair(anna, ben, "1002");
    const answers = server.received.filter(({ startLine }) => startLine.startsWith("SIP/2.0 200")).length;
    call.in.setHeld(true);
    await untilCall(call.out, ({ heldByThem }) => heldByThem);
    await server.untilRequests("ACK", 2);
    expect(server.received.filter(({ startLine }) => startLine.startsWith("SIP/2.0 200")).length).to.equal(answers + 1);
  });

  it("sends the offer within the deadline when the STUN server is dead", async () => {
    const slow = makePhone(server, "1003", {
      credentials: async () => ({
        ...(await import("./testing/phones.ts")).credentialsFor("1003"),
        iceServers: [{ urls: ["stun:127.0.0.1:9"] }],
      }),
    });
    slow.engine.start();
    await untilState(slow.engine, "registered");
    const from = performance.now();
    slow.engine.dial("1002");
    await server.untilRequests("INVITE", 1);
    expect(performance.now() - from).to.be.lessThan(1_500);
    expect(server.requests("INVITE")[0]?.body).to.include("a=candidate:");
    slow.engine.dispose();
  });

  it("ends with bad_number and opens nothing for text that is no number", async () => {
    anna.engine.start();
    await untilState(anna.engine, "registered");
    const { end } = await untilCall(anna.engine.dial("1002>;x=<script>"), ended);
    expect(end?.cause).to.equal("bad_number");
    expect(anna.microphone.streams).to.deep.equal([]);
  });

  it("survives what is not SIP", async () => {
    const call = await connectedPair(anna, ben, "1002");
    server.inject("1002", "INVITE sip:1002@fake.test SIP/2.0\r\nVia: \0\r\nFrom: <<<\r\n\r\n");
    server.inject("1002", "SIP/2.0 999999 \u{1F480}\r\n\r\n");
    server.inject("1002", "garbage");
    call.in.setHeld(true);
    await untilCall(call.out, ({ heldByThem }) => heldByThem);
  });
});
