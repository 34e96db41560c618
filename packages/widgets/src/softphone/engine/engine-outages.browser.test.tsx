import { expect } from "chai";
import { Timers } from "sip.js/lib/core/timers.js";
import { headerOf } from "./testing/fake-sip-server.ts";
import {
  active,
  audioContext,
  connectedPair,
  ended,
  register,
  ringingPair,
  untilCall,
  untilRinging,
  untilState,
} from "./testing/phones.ts";
import { hear, near } from "./testing/tone.ts";
import { usePhones } from "./testing/use-phones.ts";

describe("calls of the SIP engine over outages", () => {
  const bench = usePhones();
  const { phone } = bench;

  it("carries a call over a broken connection: media goes on, hold and hang-up work afterwards", async () => {
    const anna = phone("1001", { hertz: 440 });
    const ben = phone("1002", { hertz: 1000 });
    const call = await connectedPair(anna, ben, "1002");
    await hear(audioContext(), call.in.remoteStream, near(440));
    bench.server.down = true;
    bench.server.drop("1001");
    await untilState(anna.engine, "reconnecting");
    expect(call.out.snapshot).to.include({ phase: "active", interrupted: true });
    await hear(audioContext(), call.in.remoteStream, near(440));
    const invites = bench.server.requests("INVITE").length;
    bench.server.down = false;
    await untilState(anna.engine, "registered");
    await untilCall(call.out, ({ interrupted }) => !interrupted);
    const reinvite = bench.server.requests("INVITE")[invites]!;
    const ufrag = (sdp: string): string | undefined => /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
    expect(ufrag(reinvite.body)).to.not.equal(ufrag(bench.server.requests("INVITE")[0]!.body));
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
    bench.server.down = true;
    bench.server.drop();
    await Promise.all([untilState(anna.engine, "reconnecting"), untilState(ben.engine, "reconnecting")]);
    bench.server.down = false;
    await Promise.all([untilState(anna.engine, "registered"), untilState(ben.engine, "registered")]);
    await Promise.all([call.out, call.in].map((each) => untilCall(each, ({ interrupted }) => !interrupted)));
    await hear(audioContext(), call.in.remoteStream, near(440));
    await hear(audioContext(), call.out.remoteStream, near(1000));
    expect(bench.server.received.some(({ startLine }) => startLine.startsWith("SIP/2.0 491"))).to.equal(false);
  });

  it("ends the far side's call as well when hung up while the connection is away", async () => {
    const anna = phone("1001");
    const ben = phone("1002");
    const call = await connectedPair(anna, ben, "1002");
    bench.server.down = true;
    bench.server.drop("1001");
    await untilState(anna.engine, "reconnecting");
    call.out.hangUp();
    expect(anna.microphone.liveTracks).to.equal(0);
    const over = untilCall(call.in, ended);
    bench.server.down = false;
    expect((await over).end?.cause).to.equal("remote_hung_up");
  });

  it("ends the call when the far side no longer knows it after an outage", async () => {
    const anna = phone("1001");
    const ben = phone("1002");
    const call = await connectedPair(anna, ben, "1002");
    const out = untilCall(call.out, ended);
    bench.server.intercept = (request) => (request.method === "INVITE" ? { status: 481 } : undefined);
    bench.server.drop("1001");
    expect((await out).end).to.deep.equal({ cause: "remote_hung_up", by: "them", sipCode: 481 });
  });

  it("gives a call up when neither signalling nor media come back", async () => {
    const anna = phone("1001", { timings: { callLostAfter: 200, iceDisconnectedGrace: 50 } });
    const ben = phone("1002");
    const call = await connectedPair(anna, ben, "1002");
    bench.server.down = true;
    ben.engine.dispose();
    bench.server.drop();
    expect((await untilCall(call.out, ended)).end).to.deep.equal({ cause: "network", by: "network" });
  }).timeout(20_000);

  it("ends a call that was still ringing out when the connection breaks, and cancels it afterwards", async () => {
    const anna = phone("1001");
    const ben = phone("1002");
    const { out, in: incoming } = await ringingPair(anna, ben, "1002");
    bench.server.drop("1001");
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
      await register(anna, ben);
      const ringing = untilRinging(ben.engine);
      const out = anna.engine.dial("1002");
      let acks = 0;
      bench.server.intercept = (request) => {
        if (request.method !== "ACK" || ++acks > 1) return undefined;
        bench.server.drop(user);
        return "ignore";
      };
      const incoming = await ringing;
      incoming.answer();
      await Promise.all([out, incoming].map((call) => untilCall(call, active)));
      await bench.server.untilRequests("ACK", 2);
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
      bench.server.intercept = ({ method }) => (method === "ACK" ? "ignore" : undefined);
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
    const { out, in: incoming } = await ringingPair(anna, ben, "1002");
    bench.server.drop("1002");
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
    const invites = bench.server.requests("INVITE").length;
    wakeUps.dispatchEvent(new Event("online"));
    await bench.server.untilRequests("INVITE", invites + 1);
    await bench.server.untilRequests("ACK", 2);
    const ufrags = bench.server.requests("INVITE").map(({ body }) => /a=ice-ufrag:(\S+)/.exec(body)?.[1]);
    expect(new Set(ufrags).size).to.equal(invites + 1);
    await hear(audioContext(), call.out.remoteStream, near(1000));
  });

  it("plays the far end's announcement before the answer only when told to", async () => {
    const announcer = new RTCPeerConnection();
    const tone = await phone("1009", { hertz: 700 }).microphone.acquire();
    tone.getTracks().forEach((track) => announcer.addTrack(track, tone));
    const offers: string[] = [];
    bench.server.intercept = (request) => {
      if (request.method !== "INVITE") return undefined;
      offers.push(request.body);
      return "ignore";
    };
    const anna = phone("1001", { earlyMedia: "play" });
    anna.engine.start();
    await untilState(anna.engine, "registered");
    const out = anna.engine.dial("1002");
    await bench.server.untilRequests("INVITE", 1);
    await announcer.setRemoteDescription({ type: "offer", sdp: offers[0]! });
    await announcer.setLocalDescription(await announcer.createAnswer());
    while (announcer.iceGatheringState !== "complete") {
      await new Promise((resolve) => announcer.addEventListener("icegatheringstatechange", resolve, { once: true }));
    }
    const invite = bench.server.requests("INVITE")[0]!;
    const lines = invite.headers
      .filter(([name]) => /^(via|from|call-id|cseq)$/i.test(name))
      .map(([name, value]) => `${name}: ${value}`);
    const body = announcer.localDescription!.sdp;
    bench.server.inject(
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
});
