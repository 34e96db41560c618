import { contractVersion, type Connection } from "@crewdock/contract";
import { expect } from "chai";
import type { ComponentChild } from "preact";
import { ConnectionNote, CrewElement, define, defineMessages } from "../index.ts";
import { cleanUp, expectAccessible, fakeConnection, mount, settled, textOf } from "../testing/index.ts";

const catalogue = defineMessages({ en: {}, load: { ru: () => Promise.resolve({}) } });

class Line extends CrewElement<Disposable> {
  protected override readonly catalogue = catalogue;
  protected override createModel(): Disposable {
    return { [Symbol.dispose]: () => {} };
  }
  protected override view(): ComponentChild {
    return (
      <div class="row">
        <span>60 people</span>
        <ConnectionNote />
        <button type="button">Create</button>
      </div>
    );
  }
}

async function draw(connection?: Connection, language = "en"): Promise<Line> {
  define("test-connection-line", Line);
  const element = document.createElement("test-connection-line") as Line;
  element.language = language;
  element.adapter = { id: "test", contract: contractVersion, ports: {}, ...(connection && { connection }) };
  await mount(element);
  return element;
}

const note = (element: Line): HTMLElement => element.shadowRoot!.querySelector<HTMLElement>(".connection")!;
const places = (element: Line): readonly string[] =>
  [...element.shadowRoot!.querySelectorAll("div.row, div.row > :not(.connection)")].map((each) =>
    JSON.stringify(each.getBoundingClientRect()),
  );
const clock = (time: string, language = "en"): string =>
  new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(new Date(time));

describe("the note on the connection", () => {
  afterEach(cleanUp);

  it("says since when the backend is away, that it is tried again, and that it is back; nothing moves", async () => {
    const connection = fakeConnection(null);
    const element = await draw(connection);
    const before = places(element);
    expect(note(element).textContent).to.equal("");
    expect(note(element).role, "told by screen readers").to.equal("status");

    const since = new Date().toISOString();
    connection.turn(false, since);
    await settled(element);
    expect(note(element).textContent).to.contain(`No connection since ${clock(since)}`);
    expect(note(element).textContent, "what becomes of it").to.contain("may be out of date");
    expect(note(element).querySelector(".connection > .row")?.getBoundingClientRect().width).to.be.greaterThan(100);
    expect(places(element)).to.deep.equal(before);
    await expectAccessible(element);

    connection.turn(null);
    await settled(element);
    expect(note(element).textContent).to.equal("Reconnecting…");

    connection.turn(true);
    await settled(element);
    expect(note(element).querySelector(".connection > .row")).to.equal(null);
    expect(note(element).textContent).to.equal("Connected again");
    expect(places(element)).to.deep.equal(before);
  });

  it("knows of an outage from before it was there, with the day if that is over, in the language in force", async () => {
    const connection = fakeConnection();
    connection.turn(false, "2024-03-05T06:07:00Z");
    const element = await draw(connection, "ru");
    expect(note(element).textContent).to.contain("Нет связи с 05.03.2024, ");
    element.adapter = null;
    await settled(element);
    expect(note(element).textContent, "of the backend in force").to.equal("");
    expect(connection.listeners()).to.equal(0);
  });

  it("says nothing for an adapter that does not tell", async () => {
    expect(textOf(await draw())).to.equal("60 peopleCreate");
  });
});
