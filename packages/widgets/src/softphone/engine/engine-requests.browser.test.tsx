import { expect } from "chai";
import { FakeSipServer, type FakeMessage, headerOf } from "./testing/fake-sip-server.ts";
import { type Phone, makePhone, untilState } from "./testing/phones.ts";

describe("requests that reach the SIP engine out of the blue", () => {
  let server: FakeSipServer;
  let phone: Phone;
  let count = 0;

  beforeEach(async () => {
    server = new FakeSipServer();
    phone = makePhone(server, "1001", { hertz: 440 });
    phone.engine.start();
    await untilState(phone.engine, "registered");
  });

  afterEach(() => phone.engine.dispose());

  async function answerTo(method: string, user = "1001", toTag = "", via = ""): Promise<FakeMessage> {
    const callId = `out-of-the-blue-${++count}`;
    server.inject(
      "1001",
      [
        `${method} sip:${user}@fake.test SIP/2.0`,
        `Via: SIP/2.0/WS fake.test;branch=z9hG4bK${callId}${via}`,
        "From: Анна <sip:1002@fake.test>;tag=far",
        `To: <sip:${user}@fake.test>${toTag}`,
        `Call-ID: ${callId}`,
        `CSeq: 7 ${method}`,
        "Content-Length: 0",
        "\r\n",
      ].join("\r\n"),
    );
    return server.untilResponse(callId);
  }

  for (const [method, status] of [
    ["OPTIONS", 200],
    ["MESSAGE", 405],
    ["NOTIFY", 405],
    ["SUBSCRIBE", 405],
    ["REFER", 405],
    ["UPDATE", 405],
    ["BYE", 481],
    ["INFO", 481],
    ["CANCEL", 481],
    ["INVITE", 400],
  ] as const) {
    it(`answers ${method} outside of a call with ${status}`, async () => {
      const answer = await answerTo(method);
      expect(answer.startLine).to.match(new RegExp(`^SIP/2\\.0 ${status} `));
      expect(headerOf(answer, "cseq")).to.equal(`7 ${method}`);
      if (status === 405 || status === 200) expect(headerOf(answer, "allow")).to.contain("INVITE");
    });
  }

  it("takes nothing that is meant for somebody else", async () => {
    expect((await answerTo("INVITE", "1009")).startLine).to.match(/ 404 /);
  });

  it("knows no call that it is said to be in", async () => {
    expect((await answerTo("BYE", "1001", ";tag=never-given")).startLine).to.match(/ 481 /);
  });

  it("answers on the way that the request came, past every hop", async () => {
    const answer = await answerTo("OPTIONS", "1001", "", ", SIP/2.0/UDP below;branch=z9hG4bKbelow");
    expect(headerOf(answer, "via")).to.match(/^SIP\/2\.0\/WS fake\.test;.*, SIP\/2\.0\/UDP below/);
  });

  it("stays silent on an ACK to nothing", async () => {
    server.inject(
      "1001",
      "ACK sip:1001@fake.test SIP/2.0\r\nVia: SIP/2.0/WS f;branch=z9hG4bKa\r\nFrom: <sip:a@b>;tag=1\r\n" +
        "To: <sip:1001@fake.test>;tag=2\r\nCall-ID: ack\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n",
    );
    await answerTo("OPTIONS");
    expect(server.received.filter((message) => headerOf(message, "call-id") === "ack")).to.deep.equal([]);
  });
});
