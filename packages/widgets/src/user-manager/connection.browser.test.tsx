import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { expect } from "chai";
import { cleanUp, expectAccessible, fakeConnection, settled, textOf, until } from "../kit/testing/index.ts";
import { edit, names, open, rows } from "./testing/user-manager-page.ts";

const notes = (element: HTMLElement): readonly string[] =>
  [...(element.shadowRoot?.querySelectorAll(".connection > .row") ?? [])].map((note) => note.textContent);

describe("user manager while the backend is out of reach", () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(cleanUp);

  it("says so over the list and in the sheet, and moves nothing", async () => {
    const connection = fakeConnection();
    const { element } = await open({ ...createMemoryAdapter(), connection });
    await edit(element, "Almeida");
    await settled(element);
    await Promise.all(element.shadowRoot!.getAnimations().map(({ finished }) => finished)); // the sheet slides in
    const places = (): readonly string[] =>
      [...element.shadowRoot!.querySelectorAll(".users-table, .toolbar, .dialog-titles, .sheet button")].map((each) =>
        JSON.stringify(each.getBoundingClientRect()),
      );
    const before = places();
    connection.turn(false);
    await until(() => notes(element).length === 2, "both notes");
    for (const note of notes(element)) expect(note).to.contain("No connection since");
    expect(places()).to.deep.equal(before);
    await expectAccessible(element);
    connection.turn(true);
    await until(() => notes(element).length === 0, "the notes to go");
  });

  for (const method of ["session.me", "users.list"] as const) {
    it(`asks for ${method} again by itself once the connection is back`, async () => {
      const connection = fakeConnection();
      const memory = createMemoryAdapter();
      memory.fail(method, "unavailable");
      const { element } = await open({ ...memory, connection });
      connection.turn(false);
      await until(() => textOf(element).includes("cannot be reached"), "the error");
      connection.turn(null);
      await until(() => rows(element).length > 0, "the list");
    });
  }

  it("looks again at a backend without live events", async () => {
    const connection = fakeConnection();
    const memory = createMemoryAdapter({ without: ["events"] });
    const { element } = await open({ ...memory, connection });
    const first = memory.snapshot().users.find(({ name }) => names(element)[0]?.includes(name.last))!;
    connection.turn(false);
    await memory.ports.users.update(
      { id: first.id, version: first.version, patch: { name: { ...first.name, first: "Aaron" } } },
      { signal: new AbortController().signal, language: "en" },
    );
    await settled(element);
    expect(names(element)[0]).not.to.contain("Aaron");
    connection.turn(true);
    await until(() => names(element)[0]?.includes("Aaron"), "the new name");
  });
});
