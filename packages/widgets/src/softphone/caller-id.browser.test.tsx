import { createMemoryAdapter } from "@crewdock/adapters/memory";
import type { CallerId, PhoneCredentials } from "@crewdock/contract";
import { expect } from "chai";
import { define } from "../kit/index.ts";
import { cleanUp, expectAccessible, mount, press, settled, textOf, type, until } from "../kit/testing/index.ts";
import { CrewSoftphone } from "./softphone.element.tsx";
import { fakeEngines } from "./testing/fake-engine.ts";

const warsaw: CallerId = { id: "n-warsaw", number: "+48220000990", name: "Warsaw office" };
const sales: CallerId = { id: "n-sales", number: "+442079460991", name: "Sales line" };

describe("the number that calls show", () => {
  let engines: ReturnType<typeof fakeEngines>;
  let phone: CrewSoftphone;
  let now: Pick<PhoneCredentials, "callerId" | "callerIds">;

  const choice = (): HTMLSelectElement | null => phone.shadowRoot!.querySelector("select");
  const offered = (): readonly string[] => [...(choice()?.options ?? [])].map(({ text }) => text);
  /** Lets the phone fetch credentials, as its engine does. */
  const fetch = (): Promise<PhoneCredentials> =>
    engines.engine.options.credentials({ use: "receive", reason: "start", signal: new AbortController().signal });
  const choose = (id: string): void => {
    choice()!.value = id;
    choice()!.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const call = async (): Promise<string | undefined> => {
    phone.shadowRoot!.querySelector<HTMLInputElement>(".number")!.focus();
    await type("+48221234567");
    await press("Enter");
    await until(() => engines.engine.dialled.length > 0);
    return engines.engine.dialled.at(-1)?.callerId;
  };

  const start = async (given: typeof now): Promise<void> => {
    now = given;
    engines = fakeEngines();
    define("crew-softphone", CrewSoftphone);
    phone = document.createElement("crew-softphone") as CrewSoftphone;
    phone.loadEngine = engines.load;
    const adapter = createMemoryAdapter();
    const { telephony } = adapter.ports;
    phone.adapter = {
      ...adapter,
      ports: {
        ...adapter.ports,
        telephony: {
          ...telephony,
          credentials: async (input, context) => ({ ...(await telephony!.credentials(input, context)), ...now }),
        },
      },
    } as typeof adapter;
    phone.language = "en";
    await mount(phone);
    await until(() => phone.connection.kind === "registered", "registered");
    await fetch();
    await settled(phone);
  };
  afterEach(cleanUp);

  it("is the usual one, and another once it was chosen", async () => {
    await start({ callerId: warsaw, callerIds: [sales, warsaw] });
    expect(offered()).to.deep.equal(["+44 20 7946 0991 · Sales line", "+48 22 000 09 90 · Warsaw office"]);
    expect(choice()!.value).to.equal("n-warsaw");
    choose("n-sales");
    expect(await call()).to.equal("n-sales");
  });

  it("can be left to the phone system where there is no usual one", async () => {
    await start({ callerId: null, callerIds: [sales] });
    expect(offered()).to.deep.equal(["Automatic", "+44 20 7946 0991 · Sales line"]);
    choose("n-sales");
    await settled(phone);
    choose("");
    expect(await call()).to.equal(undefined);
  });

  it("is told, and cannot be chosen without the right or another number", async () => {
    await start({ callerId: warsaw, callerIds: [] });
    expect(choice()).to.equal(null);
    expect(textOf(phone)).to.contain("Caller ID: +48 22 000 09 90");
    expect(await call()).to.equal("n-warsaw");
  });

  it("is not spoken of where there are no numbers", async () => {
    await start({ callerId: null, callerIds: [] });
    expect(textOf(phone)).not.to.contain("Caller ID");
    expect(await call()).to.equal(undefined);
  });

  it("is the usual one again when the chosen one is taken away", async () => {
    await start({ callerId: warsaw, callerIds: [sales, warsaw] });
    choose("n-sales");
    now = { callerId: warsaw, callerIds: [warsaw] };
    await fetch();
    await settled(phone);
    expect(textOf(phone)).to.contain("Caller ID: +48 22 000 09 90");
    expect(await call()).to.equal("n-warsaw");
  });

  it("stands with the call, as the call says it", async () => {
    await start({ callerId: warsaw, callerIds: [sales, warsaw] });
    await call();
    expect(textOf(phone)).not.to.contain("Caller ID: ");
    engines.engine.lastCall.become({ shownAs: sales.number });
    await until(() => textOf(phone).includes("Caller ID: +44 20 7946 0991"));
  });

  it("is chosen by keyboard and read out by name", async () => {
    await start({ callerId: warsaw, callerIds: [sales, warsaw] });
    choice()!.focus();
    await press("ArrowUp");
    await until(() => choice()!.value === "n-sales");
    expect(await call()).to.equal("n-sales");
    await expectAccessible(phone);
  });
});
