import { expect } from "chai";
import { Md5 } from "sip.js/lib/core/messages/md5.js";
import { type FakeMessage, headerOf } from "./testing/fake-sip-server.ts";
import { soon } from "./testing/fake-web-socket.ts";
import {
  audioContext,
  connectedPair,
  credentialsFor,
  ended,
  untilCall,
  untilEvent,
  untilState,
} from "./testing/phones.ts";
import { hear, near } from "./testing/tone.ts";
import { usePhones } from "./testing/use-phones.ts";

const field = (request: FakeMessage, name: string): string | undefined =>
  new RegExp(`\\b${name}="?([^",]+)`).exec(headerOf(request, "authorization") ?? "")?.[1];

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("registration of the SIP engine", () => {
  const bench = usePhones();
  const { phone } = bench;

  it("registers with a stable instance, reg-id 1 and a request for a GRUU", async () => {
    const instanceId = crypto.randomUUID();
    const { engine } = phone("1001", { instanceId });
    engine.start();
    expect((await untilState(engine, "registered")).aor).to.equal("sip:1001@fake.test");
    const [register] = bench.server.requests("REGISTER");
    expect(headerOf(register!, "contact")).to.include(`;reg-id=1;+sip.instance="<urn:uuid:${instanceId}>"`);
    expect(headerOf(register!, "supported")).to.include("gruu");
  });

  it("puts its GRUU into calls, so that they can be reached over a new connection", async () => {
    const anna = phone("1001");
    anna.engine.start();
    await untilState(anna.engine, "registered");
    anna.engine.dial("1002");
    await bench.server.untilRequests("INVITE", 1);
    expect(headerOf(bench.server.requests("INVITE")[0]!, "contact")).to.match(/;gr=urn:uuid:/);
  });

  it("refreshes the registration long before it ends", async () => {
    bench.server.expires = 1;
    const { engine } = phone("1001");
    engine.start();
    const from = performance.now();
    await bench.server.untilRequests("REGISTER", 2);
    expect(performance.now() - from).to.be.within(400, 950);
    expect(bench.server.registeredUsers).to.deep.equal(["1001"]);
    expect(engine.state.kind).to.equal("registered");
  });

  it("raises the life time when the server says it is too brief", async () => {
    bench.server.intercept = (request) =>
      request.method === "REGISTER" && headerOf(request, "contact")?.includes(";expires=600")
        ? { status: 423, headers: [["Min-Expires", "900"]] }
        : undefined;
    const { engine } = phone("1001");
    engine.start();
    await untilState(engine, "registered");
    expect(headerOf(bench.server.requests("REGISTER").at(-1)!, "contact")).to.include(";expires=900");
  });

  it("waits as long as a 503 asks for", async () => {
    bench.server.intercept = (request) =>
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
      bench.server.intercept = (request) =>
        request.method === "REGISTER" && headerOf(request, "authorization") === undefined
          ? { status: 401, headers: [["WWW-Authenticate", header]] }
          : undefined;
      const { engine } = phone("1001");
      engine.start();
      await untilState(engine, "registered");
      const request = bench.server.requests("REGISTER").at(-1)!;
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
    bench.server.intercept = (request) =>
      request.method === "REGISTER" && headerOf(request, "authorization") === undefined
        ? { status: 401, headers: ["SHA-512-256", "SHA-256", "MD5"].map(challenge) }
        : undefined;
    const { engine } = phone("1001");
    engine.start();
    await untilState(engine, "registered");
    expect(field(bench.server.requests("REGISTER").at(-1)!, "algorithm")).to.equal("SHA-256");
  });

  it("says so when the server demands an algorithm it does not know", async () => {
    bench.server.intercept = () => ({
      status: 401,
      headers: [["WWW-Authenticate", 'Digest realm="fake.test", nonce="n1", algorithm=SHA-512-256']],
    });
    const { engine } = phone("1001");
    engine.start();
    expect((await untilState(engine, "refused")).reason).to.equal("unsupported_authentication");
  });

  it("asks for fresh credentials once when those in hand are refused, then stops", async () => {
    bench.server.intercept = (request) =>
      request.method === "REGISTER"
        ? { status: 401, headers: [["WWW-Authenticate", 'Digest realm="fake.test", nonce="n1", qop="auth"']] }
        : undefined;
    const { engine, asked } = phone("1001");
    engine.start();
    const { reason, sipCode } = await untilState(engine, "refused");
    expect([reason, sipCode]).to.deep.equal(["wrong_credentials", 401]);
    expect(asked.map((request) => request.reason)).to.deep.equal(["start", "rejected"]);
    bench.server.intercept = undefined;
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
      expect(bench.server.connectionAttempts).to.equal(0);
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
    const registers = bench.server.requests("REGISTER").length;
    await renewal;
    expect(anna.engine.state.kind).to.equal("registered");
    expect(call.out.snapshot.phase).to.equal("active");
    expect(bench.server.connectionAttempts).to.equal(2);
    expect(bench.server.requests("REGISTER").length).to.equal(registers);
    // The next challenge is answered with the new password.
    bench.server.intercept = (request) =>
      request.method === "REGISTER" && headerOf(request, "authorization") === undefined
        ? { status: 401, headers: [["WWW-Authenticate", 'Digest realm="fake.test", nonce="n2"']] }
        : undefined;
    const before = version;
    bench.server.drop("1001");
    await untilState(anna.engine, "reconnecting");
    await untilState(anna.engine, "registered");
    const request = bench.server.requests("REGISTER").findLast((register) => field(register, "username") === "1001")!;
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
    expect(bench.server.requests("INVITE")).to.deep.equal([]);
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
    bench.server.intercept = (request) =>
      request.method === "INVITE" && !good(request)
        ? { status: 407, headers: [["Proxy-Authenticate", 'Digest realm="fake.test", nonce="n3"']] }
        : undefined;
    const call = await connectedPair(anna, ben, "1002");
    expect(anna.microphone.streams).to.have.length(1);
    await hear(audioContext(), call.out.remoteStream, near(1000));
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
      bench.server.drop();
      await seen;
      const told = JSON.stringify(anna.events, (key, value: unknown) => (key === "call" ? undefined : value));
      expect(told).to.not.include("secret-of");
    } finally {
      Object.assign(console, original);
    }
    expect(written).to.deep.equal([]);
  });
});
