import type { PhoneCredentials, ProvenCallerId } from "@crewdock/contract";
import { expect } from "chai";
import { FakeSipServer } from "./testing/fake-sip-server.ts";
import { type Phone, credentialsFor, makePhone, register, untilRinging } from "./testing/phones.ts";

const warsaw: ProvenCallerId = { id: "n-warsaw", number: "+48220000990", name: "Warsaw", proof: "1774000600:bWFj+/8=" };
const sales: ProvenCallerId = { id: "n-sales", number: "+442079460991", name: "Sales" };

describe("the number that a call of the SIP engine asks to show", () => {
  const phones: Phone[] = [];
  afterEach(() => {
    for (const { engine } of phones.splice(0)) engine.dispose();
  });

  /** The headers of the INVITE that speak of it, and what the call says. */
  async function asked(
    given: Partial<PhoneCredentials>,
    callerId?: string,
  ): Promise<{ readonly headers: readonly string[]; readonly shown: string | undefined }> {
    const server = new FakeSipServer();
    const anna = makePhone(server, "1001", { credentials: () => Promise.resolve(credentialsFor("1001", given)) });
    const ben = makePhone(server, "1002");
    phones.push(anna, ben);
    await register(anna, ben);
    const call = anna.engine.dial("1002", { callerId });
    await untilRinging(ben.engine);
    const [invite] = server.requests("INVITE");
    const headers = invite?.headers.filter(([name]) => /^(p-|x-)/i.test(name)).map((header) => header.join(": ")) ?? [];
    return { headers, shown: call.snapshot.shownAs };
  }

  it("is the one that was chosen, with what proves that it may be", async () => {
    const { headers, shown } = await asked({ callerId: sales, callerIds: [sales, warsaw] }, "n-warsaw");
    expect(headers).to.deep.equal([
      "P-Preferred-Identity: <sip:+48220000990@fake.test>",
      "X-Crew-Caller-Id: 1774000600:bWFj+/8=",
    ]);
    expect(shown).to.equal("+48220000990");
  });

  it("is the usual one where none was chosen, or one that is no longer offered", async () => {
    for (const chosen of [undefined, "n-warsaw"]) {
      const { headers, shown } = await asked({ callerId: sales, callerIds: [sales] }, chosen);
      expect(headers).to.deep.equal(["P-Preferred-Identity: <sip:+442079460991@fake.test>", "X-Crew-Caller-Id: "]);
      expect(shown).to.equal("+442079460991");
    }
  });

  it("is none where the phone system decides, and says nothing else by a line break", async () => {
    expect(await asked({ callerId: null, callerIds: [sales] })).to.deep.equal({ headers: [], shown: undefined });
    const { headers } = await asked({ callerId: { ...warsaw, number: "+48\r\nX-Evil: 1", proof: "1:a\r\nX-Evil: 2" } });
    expect(headers).to.deep.equal([
      "P-Preferred-Identity: <sip:+48%0D%0AX-Evil:%201@fake.test>",
      "X-Crew-Caller-Id: 1:a%0D%0AX-Evil:%202",
    ]);
  });
});
