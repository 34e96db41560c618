import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { expect } from "chai";
import { define } from "../kit/index.ts";
import {
  allByRole,
  byRole,
  cleanUp,
  expectAccessible,
  focused,
  mount,
  press,
  settled,
  textOf,
  type,
  until,
} from "../kit/testing/index.ts";
import { CrewSoftphone } from "./softphone.element.tsx";
import { fakeEngines } from "./testing/fake-engine.ts";

describe("phone at rest", () => {
  let engines: ReturnType<typeof fakeEngines>;
  let phone: CrewSoftphone;

  const number = (): HTMLInputElement => phone.shadowRoot!.querySelector<HTMLInputElement>(".number")!;

  beforeEach(async () => {
    engines = fakeEngines();
    define("crew-softphone", CrewSoftphone);
    phone = document.createElement("crew-softphone") as CrewSoftphone;
    phone.loadEngine = engines.load;
    phone.adapter = createMemoryAdapter();
    phone.language = "en";
    await mount(phone);
    await until(() => phone.connection.kind === "registered", "registered");
  });
  afterEach(cleanUp);

  it("calls with Enter from the number field", async () => {
    number().focus();
    await type("+48221234567");
    expect(number().value).to.equal("+48 22 123 45 67");
    await press("Enter");
    await until(() => engines.engine.made.length > 0);
    expect(engines.engine.lastCall.snapshot.remote.number).to.equal("+48221234567");
  });

  it("says under the field why a number is refused, and keeps what was typed", async () => {
    number().focus();
    await type("<img src=x onerror=alert(1)>");
    await press("Enter");
    await until(() => textOf(phone).includes("A phone number has digits only."));
    expect(number().value).to.equal("<img src=x onerror=alert(1)>");
    expect(number().getAttribute("aria-invalid")).to.equal("true");
    expect(phone.shadowRoot!.querySelector("img")).to.equal(null);
  });

  it("says that a number is one's own instead of calling it", async () => {
    number().focus();
    await type("10 01");
    await press("Enter");
    await until(() => textOf(phone).includes("This is your own number."), "the reason");
    expect(engines.engine.made).to.deep.equal([]);
  });

  it("shows the keypad on demand; arrows move in it and digits type", async () => {
    expect(allByRole(phone, "group", "Keypad")).to.have.length(0);
    byRole(phone, "button", "Show keypad").click();
    await until(() => allByRole(phone, "group", "Keypad").length > 0);
    const keypad = byRole(phone, "group", "Keypad");
    expect(keypad.querySelectorAll('[tabindex="0"]')).to.have.length(1);
    keypad.querySelector("button")!.focus();
    await press("ArrowRight", "ArrowDown");
    expect(focused()?.textContent).to.match(/^5/);
    await press("Enter", "0", "#");
    expect(number().value).to.equal("50#");
    await expectAccessible(phone);
  });

  it("types + where 0 is held, and one 0 where it is pressed", async () => {
    byRole(phone, "button", "Show keypad").click();
    const zero = await until(() => phone.shadowRoot!.querySelector<HTMLElement>(".key[title]"), "the key");
    expect(zero.title).to.equal("Hold for +");
    zero.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    await until(() => number().value === "+", "the plus");
    zero.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
    zero.click();
    await settled(phone);
    expect(number().value, "the click at the end of the press").to.equal("+");
    zero.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    zero.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
    zero.click();
    await until(() => number().value === "+0", "the digit");
  });

  it("lets the number wait while a call rings, and takes it up again", async () => {
    number().focus();
    await type("10");
    engines.engine.receive("+15550107788", "Nadia");
    await until(() => number().readOnly, "the field to wait");
    await type("42");
    expect(number().value).to.equal("10");
    expect(byRole<HTMLButtonElement>(phone, "button", "Call").disabled).to.equal(true);
    expect(focused(), "the focus stays").to.equal(number());
    await expectAccessible(phone);
    phone.hangUp();
    await until(() => phone.shadowRoot!.querySelector(".number") !== null && !number().readOnly, "the field again");
  });

  it("keeps its height while it counts down and tries again", async () => {
    const height = (): number => phone.shadowRoot!.querySelector(".status")!.getBoundingClientRect().height;
    phone.style.inlineSize = "320px";
    const since = Date.now();
    engines.engine.become({ kind: "reconnecting", since, nextAttemptAt: since + 60_000, problem: "network" });
    await until(() => textOf(phone).includes("Try now"), "the countdown");
    const waiting = height();
    engines.engine.become({ kind: "reconnecting", since, nextAttemptAt: undefined, problem: "network" });
    await until(
      () => allByRole(phone, "button").some((button) => button.getAttribute("aria-busy") === "true"),
      "the attempt",
    );
    expect(height()).to.equal(waiting);
  });
});
