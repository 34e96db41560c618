import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import type { Session } from "@crewdock/contract";
import { expect } from "chai";
import { define } from "../kit/index.ts";
import {
  allByRole,
  byRole,
  byText,
  cleanUp,
  expectAccessible,
  expectCatalogue,
  focused,
  itIsAnElement,
  mount,
  press,
  settled,
  textOf,
  type,
  until,
} from "../kit/testing/index.ts";
import type { CallEnd } from "./engine/sip-engine.ts";
import { CrewSoftphone } from "./softphone.element.tsx";
import { en } from "./messages/en.ts";
import { ru } from "./messages/ru.ts";
import { fakeEngines } from "./testing/fake-engine.ts";

describe("<crew-softphone>", () => {
  itIsAnElement("crew-softphone", {
    element: CrewSoftphone,
    setup: (element) => {
      element.loadEngine = fakeEngines().load;
      element.adapter = createMemoryAdapter();
    },
  });

  it("has every text in Russian with the same parameters", () => {
    expectCatalogue(en, ru);
  });

  let adapter: MemoryAdapter;
  let engines: ReturnType<typeof fakeEngines>;
  let phone: CrewSoftphone;

  const draw = async (change?: (element: CrewSoftphone) => void): Promise<void> => {
    define("crew-softphone", CrewSoftphone);
    phone = document.createElement("crew-softphone") as CrewSoftphone;
    phone.loadEngine = engines.load;
    phone.adapter = adapter;
    phone.language = "en";
    change?.(phone);
    await mount(phone);
  };
  const ready = (): Promise<unknown> => until(() => phone.connection.kind === "registered", "registered");
  const withSession = (change: (me: Session) => Session): MemoryAdapter => {
    const { session, ...ports } = adapter.ports;
    return { ...adapter, ports: { ...ports, session: { me: async (...args) => change(await session.me(...args)) } } };
  };
  /** Alt and a letter, by its place on the keyboard. */
  const pressAlt = (code: string): void => {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { code, altKey: true, bubbles: true, cancelable: true }));
  };
  const number = (): HTMLInputElement => phone.shadowRoot!.querySelector<HTMLInputElement>(".number")!;

  beforeEach(() => {
    adapter = createMemoryAdapter();
    engines = fakeEngines();
  });
  afterEach(cleanUp);

  it("says in words whether it can be reached, and counts down to the next attempt", async () => {
    await draw();
    await ready();
    await settled(phone);
    expect(textOf(phone)).to.include("Ready");
    const since = Date.now();
    engines.engine.become({ kind: "reconnecting", since, nextAttemptAt: Date.now() + 5_000, problem: "network" });
    await until(() => textOf(phone).includes("Trying again in 5 s"));
    expect(textOf(phone)).to.match(/Offline since \d/);
    byRole(phone, "button", "Try now").click();
    expect(engines.engine.retries).to.equal(1);
    await expectAccessible(phone);
  });

  it("rings in a card that takes no focus, announces it once, and answers by Alt+A", async () => {
    await draw();
    await ready();
    const events: string[] = [];
    for (const name of ["crew-phone-incoming", "crew-phone-call-started", "crew-phone-call-ended"] as const) {
      phone.addEventListener(name, ({ detail }) => events.push(`${name} ${detail.number}`));
    }
    const outside = document.createElement("input");
    document.body.append(outside);
    outside.focus();
    engines.engine.receive("+15550107788", "Nadia");
    await until(() => events.length > 0);
    await settled(phone);
    const card = byRole(phone, "alertdialog");
    expect(card.matches(":popover-open")).to.equal(true);
    expect(document.activeElement).to.equal(outside);
    expect(phone.shadowRoot!.querySelector('[role="alert"]')?.textContent).to.include("Incoming call from Nadia");
    await expectAccessible(phone);
    pressAlt("KeyA");
    await until(() => phone.call?.phase === "active");
    expect(document.activeElement).to.equal(outside);
    expect(allByRole(phone, "alertdialog")).to.have.length(0);
    phone.hangUp();
    expect(events).to.deep.equal([
      "crew-phone-incoming +15550107788",
      "crew-phone-call-started +15550107788",
      "crew-phone-call-ended +15550107788",
    ]);
    outside.remove();
  });

  it("rings, is announced and is answered inside a modal dialog of another widget, and goes home when that closes", async () => {
    await draw();
    await ready();
    const other = document.createElement("div");
    const dialog = document.createElement("dialog");
    const field = document.createElement("input");
    dialog.append(field);
    other.attachShadow({ mode: "open" }).append(dialog);
    document.body.append(other);
    const cardIn = (root: ParentNode | null | undefined): HTMLElement | null =>
      root?.querySelector<HTMLElement>('[role="alertdialog"]') ?? null;
    const answer = (card: HTMLElement): HTMLElement => card.querySelector<HTMLElement>(".answer")!;
    /** Whether a press in the middle of the element gets there: what is inert is passed over. */
    const pressable = (element: HTMLElement): boolean => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return (element.getRootNode() as ShadowRoot)
        .elementsFromPoint(left + width / 2, top + height / 2)
        .includes(element);
    };
    try {
      engines.engine.receive("1043", "Nadia");
      const card = (await until(() => cardIn(phone.shadowRoot)))!;
      dialog.showModal();
      const stage = (): ShadowRoot | null | undefined => dialog.querySelector("div:last-child")?.shadowRoot;
      await until(() => cardIn(stage()) === card && pressable(answer(card)), "the card in the dialog");
      expect((other.shadowRoot as ShadowRoot).activeElement).to.equal(field);
      dialog.close();
      await until(() => cardIn(phone.shadowRoot) === card && pressable(answer(card)), "the card at home");
      phone.hangUp();
      await until(() => cardIn(phone.shadowRoot) === null);

      dialog.showModal();
      engines.engine.receive("+15550107799", "Robert");
      const said = (): string =>
        [...dialog.querySelectorAll("div")]
          .map((each) => each.shadowRoot?.querySelector('[aria-live="assertive"]')?.textContent ?? "")
          .join("");
      await until(() => said().includes("Incoming call from Robert"), "the announcement");
      const second = [...dialog.querySelectorAll("div")].map((each) => cardIn(each.shadowRoot)).find((each) => each)!;
      answer(second).click();
      await until(() => phone.call?.phase === "active");
      expect(second.isConnected).to.equal(false);
    } finally {
      other.remove();
    }
  });

  it("is used by the keyboard alone: calls, sends digits, mutes, holds, hangs up and is ready again", async () => {
    await draw();
    await ready();
    number().focus();
    await type("1042");
    await press("Enter");
    await until(() => focused()?.getAttribute("role") === "group", "the focus on the call");
    const call = engines.engine.lastCall;
    call.connect();
    await until(() => allByRole(phone, "button", "Mute").length > 0);
    await press("5", "#");
    await until(() => call.sent.join("") === "5#", "the tones");
    await press("Tab", "Tab", "Space");
    expect(focused()?.textContent).to.equal("Unmute");
    expect(call.snapshot.muted).to.equal(true);
    await press("Tab", "Enter");
    expect(call.snapshot.heldByUs).to.equal(true);
    await press("Tab", "Tab", "Enter");
    expect(call.snapshot.end?.cause).to.equal("hung_up");
    await until(() => focused()?.textContent === "Close", "the focus on what took the call's place");
    await press("Enter");
    await until(() => focused() === number(), "the focus in the number field");
  });

  it("writes numbers in groups, names days, and shows a call whose end was lost", async () => {
    const signal = new AbortController().signal;
    const started = new Date(Date.now() - 30 * 3_600_000);
    const call = { direction: "outgoing", name: null, contactId: null, answeredAt: null, endedAt: null } as const;
    const save = (number: string, startedAt: Date): Promise<unknown> =>
      adapter.ports.calls.save(
        {
          id: crypto.randomUUID(),
          call: { ...call, number, startedAt: startedAt.toISOString(), result: "ongoing" },
        },
        { signal, language: "en" },
      );
    await save("+74950000100", started);
    await save("+74950000200", new Date());
    await draw();
    await ready();
    const row = (await until(() => allByRole(phone, "button", /495 000-01-00/)[0]))!;
    expect(row.textContent).to.include("End unknown");
    expect(textOf(phone)).not.to.include("+7 495 000-02-00");
    expect(row.querySelector("time")?.textContent).to.match(/^(Yesterday|[A-Z][a-z]{2} \d+)/);
    row.click();
    await until(() => engines.engine.made.length > 0);
    expect(engines.engine.lastCall.snapshot.remote.number).to.equal("+74950000100");
  });

  it("declines by Alt+X, and leaves the keys alone where the host wants that", async () => {
    await draw((element) => element.setAttribute("shortcuts", "off"));
    await ready();
    engines.engine.receive("1043");
    await settled(phone);
    pressAlt("KeyX");
    expect(phone.call?.phase).to.equal("incoming");
    phone.removeAttribute("shortcuts");
    pressAlt("KeyX");
    expect(phone.call?.end?.cause).to.equal("declined");
  });

  it("mutes, holds, sends digits and hangs up in a call, and says what is on", async () => {
    await draw();
    await ready();
    await phone.dial("1042", { name: "Robert" });
    engines.engine.lastCall.become({ phase: "ringing" });
    await until(() => textOf(phone).includes("Ringing…"));
    engines.engine.lastCall.connect(Date.now() - 65_000);
    await settled(phone);
    expect(byRole(phone, "timer").textContent).to.match(/^1:0\d$/);
    byRole(phone, "button", "Mute").click();
    await until(() => allByRole(phone, "button", "Unmute").length > 0);
    expect(engines.engine.lastCall.snapshot.muted).to.equal(true);
    byRole(phone, "button", "Hold").click();
    await until(() => allByRole(phone, "button", "Resume").length > 0);
    expect(textOf(phone)).to.include("On hold");
    byRole(phone, "button", "Keypad").click();
    await until(() => allByRole(phone, "group", "Keypad").length > 0);
    byRole(phone, "group", "Keypad").querySelectorAll("button")[4]!.click();
    await until(() => engines.engine.lastCall.sent.length > 0);
    expect(engines.engine.lastCall.sent).to.deep.equal(["5"]);
    await settled(phone);
    await expectAccessible(phone);
    byRole(phone, "button", "Hang up").click();
    await until(() => textOf(phone).includes("Call ended"));
  });

  it("shows quality only once it is measured", async () => {
    await draw();
    await ready();
    await phone.dial("1042");
    engines.engine.lastCall.connect();
    await settled(phone);
    expect(phone.shadowRoot!.querySelector(".quality")).to.equal(null);
    engines.engine.lastCall.measured = { mos: 4.2, roundTripMs: 20, jitterMs: 2, lossShare: 0 };
    await until(() => phone.shadowRoot!.querySelector(".quality"));
    expect(byRole(phone, "img", "Very good connection")).to.be.instanceOf(HTMLElement);
  });

  for (const [cause, words] of [
    ["media_denied", "Allow the microphone for this page"],
    ["no_microphone", "Plug in a headset or microphone"],
    ["busy", "The line is busy"],
    ["network", "Connection lost"],
    ["not_found", "This number does not exist"],
  ] as const satisfies readonly (readonly [CallEnd["cause"], string])[]) {
    it(`says what to do when a call ends with ${cause}`, async () => {
      await draw();
      await ready();
      await phone.dial("1042");
      engines.engine.lastCall.finish({ cause, by: "them" });
      await until(() => textOf(phone).includes(words));
      await expectAccessible(phone);
      byRole(phone, "button", "Call again").click();
      await until(() => phone.call?.phase === "dialling");
    });
  }

  it("tells who has no account whom to ask", async () => {
    adapter = withSession((me) => ({ ...me, user: { ...me.user, hasSipAccount: false } }));
    await draw();
    await until(() => textOf(phone).includes("Ask an administrator to give you a SIP account"));
    await expectAccessible(phone);
  });

  it("has no keypad and no number field without the right to call, but still rings", async () => {
    adapter = withSession((me) => ({ ...me, grants: { ...me.grants, "call.place": "none" } }));
    await draw();
    await ready();
    await settled(phone);
    expect(number()).to.equal(null);
    expect(allByRole(phone, "button", /keypad/i)).to.have.length(0);
    expect(allByRole(phone, "button", /^Call /)).to.have.length(0);
    byText(phone, "You can take calls, not place them");
    await expectAccessible(phone);
    expect(await phone.dial("1042")).to.equal(false);
    await until(
      () => textOf(phone).includes("Your role does not let you place calls."),
      "the reason for a link that does nothing",
    );
    engines.engine.receive("1043");
    await until(() => allByRole(phone, "alertdialog").length > 0);
  });

  it("shows an error with a retry when the session cannot be read", async () => {
    adapter.fail("session.me", { code: "unavailable" } as never, 1);
    await draw();
    await until(() => allByRole(phone, "button", "Try again").length > 0);
    byRole(phone, "button", "Try again").click();
    await ready();
  });

  it("lists the recent calls and calls one again by a click", async () => {
    await draw();
    await ready();
    await until(() => allByRole(phone, "button", /^Call /).length > 0);
    const row = allByRole(phone, "button", /^Call /)[0]!;
    row.click();
    await until(() => engines.engine.made.length > 0);
  });

  it("calls tel: links of the page when the host wants it", async () => {
    await draw((element) => element.setAttribute("tel-links", ""));
    await ready();
    const link = document.createElement("a");
    link.href = "tel:+1-555-010-77-88";
    link.dataset["name"] = "Nadia";
    document.body.append(link);
    link.click();
    await until(() => engines.engine.made.length > 0);
    expect(engines.engine.lastCall.snapshot.remote).to.deep.equal({ number: "+15550107788", displayName: "Nadia" });
    link.remove();
  });

  it("offers the record of the other side and lets the host open it", async () => {
    await draw();
    await ready();
    const contact = adapter.company.contacts.find(({ phones }) => phones.some((each) => each.startsWith("+")))!;
    engines.engine.receive(contact.phones.find((each) => each.startsWith("+"))!);
    await until(() => allByRole(phone, "link", "Open record").length > 0);
    let opened = "";
    phone.addEventListener("crew-phone-open-record", (event) => {
      event.preventDefault();
      opened = event.detail.caller.id;
    });
    byRole(phone, "link", "Open record").click();
    expect(opened).to.equal(contact.id);
  });

  it("hangs up synchronously when it is removed", async () => {
    await draw();
    await ready();
    await phone.dial("1042");
    const call = engines.engine.lastCall;
    phone.remove();
    expect(call.snapshot.end?.cause).to.equal("cancelled");
    expect(engines.engine.disposed).to.equal(true);
  });

  it("folds to its status line when it floats", async () => {
    await draw((element) => element.setAttribute("mode", "floating"));
    await ready();
    byRole(phone, "button", "Fold the phone").click();
    await until(() => number() === null);
    await expectAccessible(phone);
    byRole(phone, "button", "Unfold the phone").click();
    await until(() => number());
  });
});
