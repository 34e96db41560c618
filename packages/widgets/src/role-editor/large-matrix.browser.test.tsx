import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { expect } from "chai";
import { cleanUp, focused, press, settled } from "../kit/testing/index.ts";
import { actions, entities, largeCompany, scoped } from "./testing/large-company.ts";
import { cell, label, open, type Opened } from "./testing/role-editor-page.ts";

const openLarge = async (width: number): Promise<Opened> => {
  const opened = await open("Manager", createMemoryAdapter({ company: largeCompany() }));
  opened.element.style.inlineSize = `${width}px`;
  await settled(opened.element);
  return opened;
};
const find = ({ element }: Opened, selector: string): HTMLElement =>
  element.shadowRoot!.querySelector<HTMLElement>(selector)!;
/** What is to be seen in the middle of an element: itself, unless something else lies over it. */
const isSeen = ({ element }: Opened, target: HTMLElement): boolean => {
  const { left, top, width, height } = target.getBoundingClientRect();
  return target.contains(element.shadowRoot!.elementFromPoint(left + width / 2, top + height / 2));
};

describe("<crew-role-editor>: a matrix of 40 entities and 12 actions", () => {
  afterEach(cleanUp);

  it("keeps actions above and entities beside what is scrolled", async () => {
    const opened = await openLarge(780);
    const grid = find(opened, ".grid");
    expect(grid.scrollWidth).to.be.greaterThan(grid.clientWidth);
    grid.scrollTo(300, 600);
    const middle = cell(opened.element, "entity17.action6").getBoundingClientRect();
    const head = find(opened, '[data-stop="column large action6"]');
    expect(head.getBoundingClientRect().left).to.be.closeTo(middle.left, 4);
    expect(isSeen(opened, head)).to.equal(true);
    const entity = find(opened, '[data-stop="entity entity17"]');
    expect(entity.getBoundingClientRect().top).to.be.closeTo(middle.top, 8);
    expect(isSeen(opened, entity)).to.equal(true);
  });

  it("shows whole what the arrows come to, from one corner to the others", async () => {
    const opened = await openLarge(780);
    cell(opened.element, "entity0.action0").focus();
    for (const [key, steps] of [
      ["ArrowRight", actions - 1],
      ["ArrowDown", entities - 1],
      ["ArrowLeft", actions - 1],
      ["ArrowUp", entities - 1],
    ] as const) {
      for (let step = 0; step < steps; step++) {
        await press(key);
        expect(isSeen(opened, focused() as HTMLElement), focused()?.getAttribute("data-stop") ?? key).to.equal(true);
      }
    }
    expect(focused()).to.equal(cell(opened.element, "entity0.action0"));
  });

  it("sets a whole row and a whole column by a key, each undone at once", async () => {
    const opened = await openLarge(780);
    const { element } = opened;
    find(opened, '[data-stop="entity entity7"]').focus();
    await press("1");
    for (let action = 0; action < scoped; action++)
      expect(label(element, `entity7.action${action}`)).to.contain(": Own");
    find(opened, '[data-stop="column large action5"]').focus();
    await press("3");
    for (let entity = 0; entity < entities; entity++)
      expect(label(element, `entity${entity}.action5`)).to.contain(": Any");
    await press("Control+z", "Control+z");
    expect(element.shadowRoot!.querySelector(".changed")).to.equal(null);
  });

  it("says of a long row of actions whose they are, on a narrow screen", async () => {
    const opened = await openLarge(360);
    const last = cell(opened.element, "entity3.action11");
    last.scrollIntoView({ block: "start" });
    window.scrollBy(0, -140);
    const entity = find(opened, '[data-stop="entity entity3"]');
    expect(isSeen(opened, entity)).to.equal(true);
    expect(entity.getBoundingClientRect().bottom).to.be.at.most(last.getBoundingClientRect().top);
  });
});
