import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { CrewError } from "@crewdock/contract";
import { expect } from "chai";
import {
  allByRole,
  byRole,
  expectAccessible,
  focused,
  frame,
  press,
  settled,
  textOf,
  type,
  until,
  cleanUp,
} from "../../kit/testing/index.ts";
import {
  open,
  names,
  rowOf,
  inputOf,
  sheetOf,
  saveButton,
  enter,
  choose,
  startCreating,
  fillIn,
  userBy,
} from "../testing/user-manager-page.ts";

describe("creating a user", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

  it("makes a user whose position fills department and role and says so", async () => {
    const { element, adapter, events } = await open();
    await startCreating(element);
    await fillIn(element);
    expect(inputOf(element, "login").value).to.equal("i.petrova");
    expect(byRole<HTMLInputElement>(element, "combobox", "Department").value).to.equal("Sales");
    expect(textOf(element)).to.contain("Department and role filled in from “Sales manager”.");
    const notes = [...(element.shadowRoot?.querySelectorAll(".field-note") ?? [])].map(
      ({ textContent }) => textContent,
    );
    expect(notes.filter((note) => note === "from position").length).to.equal(2);
    saveButton(element).click();
    await until(() => sheetOf(element) === null, "the list");
    await until(
      () => textOf(element).includes("Irina Petrova created. Invitation sent to irina.petrova@crewdock.test"),
      "the notice",
    );
    const made = userBy(adapter, "Petrova");
    const position = adapter.company.organisation.positions.find(({ name }) => name === "Sales manager");
    expect(made.positionId).to.equal(position?.id);
    expect(made.departmentId).to.equal(position?.departmentId);
    expect(made.roleIds).to.deep.equal([position?.defaultRoleId]);
    expect(rowOf(element, "Irina Petrova").dataset).to.have.property("fresh");
    expect(events.map(({ type }) => type)).to.deep.equal(["crew-user-created"]);
  });

  it("offers to invite or to set a password, and invites unless told otherwise", async () => {
    const { element } = await open();
    await startCreating(element);
    expect(byRole<HTMLInputElement>(element, "radio", "Send an invitation link").checked).to.equal(true);
    expect(element.shadowRoot?.querySelector("dialog [name=password]")).to.equal(null);
    byRole(element, "radio", "Set a password").click();
    await frame();
    expect(inputOf(element, "password").value).to.equal("");
  });

  it("asks for a password where nobody can be invited, and says that it has to be passed on", async () => {
    const { element, adapter } = await open(createMemoryAdapter({ invites: false }));
    await startCreating(element);
    expect(allByRole(element, "radio", "Send an invitation link")).to.deep.equal([]);
    expect(textOf(element)).to.contain("pass it on yourself");
    await fillIn(element);
    saveButton(element).click();
    await until(() => inputOf(element, "password").getAttribute("aria-invalid") === "true", "the complaint");
    await enter(element, "password", "Copper heron 92 window");
    await enter(element, "passwordAgain", "Copper heron 92 window");
    saveButton(element).click();
    await until(() => sheetOf(element) === null, "the list");
    expect(userBy(adapter, "Petrova").invitation.state).to.equal("none");
  });

  it("takes back what a position filled in", async () => {
    const { element } = await open();
    await startCreating(element);
    await choose(element, "Position", "Sales manager");
    byRole(element, "button", "Undo").click();
    await frame();
    expect(byRole<HTMLInputElement>(element, "combobox", "Department").value).to.equal("");
    expect(byRole<HTMLInputElement>(element, "combobox", "Position").value).to.equal("");
  });

  it("drops the note of a value that somebody changed, and leaves it alone from then on", async () => {
    const { element } = await open();
    await startCreating(element);
    await choose(element, "Position", "Sales manager");
    await choose(element, "Department", "Management");
    await choose(element, "Position", "Accountant");
    expect(byRole<HTMLInputElement>(element, "combobox", "Department").value).to.equal("Management");
  });

  it("can be done with the keyboard alone", async () => {
    const { element, adapter } = await open();
    byRole(element, "button", "Create user").focus();
    await press("Enter");
    await until(() => focused()?.getAttribute("name") === "last", "the first field");
    await type("Petrova");
    await press("Tab");
    await type("Irina");
    await press("Tab", "Tab");
    await type("irina.petrova@crewdock.test");
    for (let turn = 0; turn < 12 && focused() !== byRole(element, "combobox", "Position"); turn++) await press("Tab");
    await type("Sales manager");
    await until(() => allByRole(element, "option", "Sales manager").length > 0, "the option");
    await press("Enter");
    inputOf(element, "last").focus();
    await press("Enter");
    await until(() => sheetOf(element) === null, "the list");
    expect(userBy(adapter, "Petrova").name.first).to.equal("Irina");
  });

  it("complains on saving, not while typing, and goes to the first wrong field", async () => {
    const { element } = await open();
    await startCreating(element);
    await enter(element, "last", "Petrova");
    await enter(element, "email", "irina");
    expect(textOf(element)).not.to.contain("Enter an e-mail address");
    inputOf(element, "serviceNumber").focus();
    await until(() => textOf(element).includes("Enter an e-mail address"), "the complaint after leaving");
    saveButton(element).click();
    await until(() => focused() === inputOf(element, "first"), "the first wrong field");
    await expectAccessible(element);
  });

  it("puts what the server complains about at its field", async () => {
    const { element, adapter } = await open();
    await startCreating(element);
    await fillIn(element);
    await enter(element, "email", userBy(adapter, "Almeida").email);
    saveButton(element).click();
    await until(() => inputOf(element, "email").getAttribute("aria-invalid") === "true", "the complaint");
    expect(textOf(element)).to.contain("Somebody has this already");
    expect(focused()).to.equal(inputOf(element, "email"));
  });

  it("keeps what was typed when the server is down, and repeats without doubling", async () => {
    const { element, adapter } = await open();
    const keys: (string | undefined)[] = [];
    const create = adapter.ports.users.create;
    let lost = true;
    // The first answer is lost after the backend has done the work.
    Object.assign(adapter.ports.users, {
      create: async (input: Parameters<typeof create>[0], context: Parameters<typeof create>[1]) => {
        keys.push(context.idempotencyKey);
        const made = await create(input, context);
        if (!lost) return made;
        lost = false;
        throw new CrewError("unavailable");
      },
    });
    await startCreating(element);
    await fillIn(element);
    inputOf(element, "email").value = "typed.last@crewdock.test"; // and not left before saving
    inputOf(element, "email").dispatchEvent(new InputEvent("input", { bubbles: true }));
    saveButton(element).click();
    await until(() => textOf(element).includes("The server cannot be reached"), "the failure");
    expect(inputOf(element, "last").value).to.equal("Petrova");
    await expectAccessible(element);
    inputOf(element, "email").focus();
    inputOf(element, "email").blur(); // whose address that is would be asked otherwise: the new user's
    await settled(element);
    byRole(element, "button", "Try again").click();
    await until(() => sheetOf(element) === null, "the list");
    expect(keys[0]).to.be.a("string");
    expect(keys[1]).to.equal(keys[0]);
    expect(adapter.snapshot().users.filter(({ name }) => name.last === "Petrova").length).to.equal(1);
  });

  it("shows hostile text as text", async () => {
    const { element, adapter } = await open();
    const hostile = `<img src=x onerror="globalThis.hacked=1">'; DROP TABLE users; -- אבג\u200f👩‍💻`;
    await startCreating(element);
    await fillIn(element);
    inputOf(element, "last").focus();
    inputOf(element, "last").value = hostile;
    inputOf(element, "last").dispatchEvent(new InputEvent("input", { bubbles: true }));
    await frame();
    await enter(element, "login", "hostile");
    saveButton(element).click();
    await until(() => sheetOf(element) === null, "the list");
    expect(userBy(adapter, hostile).login).to.equal("hostile");
    await until(() => names(element).some((name) => name.includes(hostile)), "the row");
    expect(element.shadowRoot?.querySelector("img")).to.equal(null);
    expect(globalThis).not.to.have.property("hacked");
  });

  it("says of a letter only that it was sent: it tells those who were given a password, too", async () => {
    const { element } = await open();
    await startCreating(element);
    await fillIn(element);
    saveButton(element).click();
    await until(() => sheetOf(element) === null, "the list");
    await until(() => names(element).some((name) => name.includes("Petrova")), "the row");
    expect(rowOf(element, "Petrova").textContent)
      .to.match(/Notified /u)
      .and.not.contain("Invited");
  });

  it("tells a taken address and login together with a password that is refused, which it never calls fair", async () => {
    const { element, adapter } = await open();
    const { email, login } = userBy(adapter, "Almeida");
    await startCreating(element);
    await fillIn(element);
    await enter(element, "email", email.toUpperCase());
    await enter(element, "login", login);
    byRole(element, "radio", "Set a password").click();
    await frame();
    await enter(element, "password", `${login.toUpperCase()}-2026!`);
    await enter(element, "passwordAgain", `${login.toUpperCase()}-2026!`);
    expect(textOf(element)).to.match(/Strength: (?:very )?weak/u);
    saveButton(element).click();
    for (const name of ["email", "login", "password"])
      await until(() => inputOf(element, name).getAttribute("aria-invalid") === "true", `the complaint about ${name}`);
    expect(adapter.snapshot().users.filter(({ name }) => name.last === "Petrova").length).to.equal(0);
    await enter(element, "login", "i.petrova");
    await until(() => inputOf(element, "login").getAttribute("aria-invalid") === null, "the login to be fine");
  });

  it("says that an address is taken once its field is left", async () => {
    const { element, adapter } = await open();
    await startCreating(element);
    await enter(element, "email", userBy(adapter, "Almeida").email);
    inputOf(element, "serviceNumber").focus();
    await until(() => inputOf(element, "email").getAttribute("aria-invalid") === "true", "the complaint");
    expect(focused()).to.equal(inputOf(element, "serviceNumber"));
  });

  it("sets a password that keeps the policy", async () => {
    const { element, adapter } = await open();
    await startCreating(element);
    await fillIn(element);
    byRole<HTMLInputElement>(element, "radio", "Set a password").click();
    await frame();
    byRole(element, "button", "Generate").click();
    await frame();
    const made = inputOf(element, "password").value;
    expect(made.length).to.be.at.least(12);
    expect(inputOf(element, "passwordAgain").value).to.equal(made);
    expect(element.shadowRoot?.innerHTML).not.to.contain(made);
    await enter(element, "passwordAgain", "something else");
    saveButton(element).click();
    await until(() => textOf(element).includes("Both passwords must be the same"), "the complaint");
    await enter(element, "passwordAgain", made);
    saveButton(element).click();
    await until(() => sheetOf(element) === null, "the list");
    expect(userBy(adapter, "Petrova").name.first).to.equal("Irina");
  });
});
