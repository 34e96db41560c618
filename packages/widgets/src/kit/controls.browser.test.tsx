import { expect } from "chai";
import { define } from "./define.ts";
import type { Option } from "./controls/option.ts";
import { CrewGallery } from "./testing/gallery.tsx";
import {
  allByRole,
  byRole,
  cleanUp,
  expectAccessible,
  focused,
  frame,
  mount,
  press,
  settled,
  textOf,
  type,
  until,
} from "./testing/index.ts";

define("crew-gallery", CrewGallery);

describe("keyboard and accessibility of the controls", () => {
  let gallery: CrewGallery;
  beforeEach(async () => {
    gallery = await mount(new CrewGallery());
  });
  afterEach(cleanUp);
  const label = (): string => focused()?.textContent.trim() ?? "";

  it("opens a menu with Down, moves round, finds by letter, chooses with Enter and gives the focus back", async () => {
    const trigger = byRole(gallery, "button", "More actions: Anna");
    trigger.focus();
    await press("ArrowDown");
    expect(label()).to.equal("Edit");
    await expectAccessible(gallery);
    await press("ArrowUp");
    expect(label()).to.equal("Delete");
    await press("s");
    expect(label()).to.contain("Send the invitation");
    await press("End", "Home", "Enter");
    expect(gallery.state!.chosen.value).to.equal("edit");
    await until(() => focused() === trigger, "the focus on the trigger");
  });

  it("does not choose a disabled entry but lets its reason be read", async () => {
    byRole(gallery, "button", "More actions: Anna").focus();
    await press("ArrowDown", "e", "e");
    expect(label()).to.contain("Not allowed here");
    await press("Enter");
    expect(gallery.state!.chosen.value).to.equal("");
    await press("Escape");
    expect(allByRole(gallery, "menu").length).to.equal(0);
  });

  it("chooses in a combobox by typing and arrows, and Escape leaves the value", async () => {
    const input = byRole<HTMLInputElement>(gallery, "combobox", "Position");
    input.focus();
    await type("head");
    expect(allByRole(gallery, "option").length).to.equal(1);
    await expectAccessible(gallery);
    await press("Enter");
    expect(gallery.state!.form.fields.position.value.value).to.equal("lead");
    expect(input.value).to.equal("Head of sales");
    await type("zzz");
    expect(textOf(gallery)).to.contain("Nothing found for “zzz”");
    await press("Escape");
    expect(input.getAttribute("aria-expanded")).to.equal("false");
    expect(input.value).to.equal("Head of sales");
    await press("ArrowDown", "ArrowDown", "ArrowUp");
    expect(input.getAttribute("aria-activedescendant")).to.match(/-3$/u);
  });

  it("marks and chooses nobody who was found for what was typed before", async () => {
    const answers: Record<string, PromiseWithResolvers<readonly Option[]>> = {};
    gallery.state!.findSuccessor = (query) => (answers[query] = Promise.withResolvers()).promise;
    const found = (...names: string[]): readonly Option[] => names.map((label) => ({ value: label, label }));
    const options = (): string[] => allByRole(gallery, "option").map(({ textContent }) => textContent);
    const input = byRole<HTMLInputElement>(gallery, "combobox", "Successor");
    const { successor } = gallery.state!;
    input.focus();
    await type("o");
    (await until(() => answers["o"], "the question")).resolve(found("Olga", "Otto"));
    await until(() => options().length === 2, "the answer");
    expect(input.getAttribute("aria-activedescendant")).to.match(/-0$/u);
    await type("tt");
    expect(input.getAttribute("aria-activedescendant")).to.equal(null);
    await press("ArrowDown", "ArrowDown", "Enter");
    expect([options(), successor.value]).to.deep.equal([["Olga", "Otto"], null]);
    (await until(() => answers["ott"], "the next question")).resolve(found("Otto", "Ottilie"));
    await until(() => options()[0] === "Otto", "the next answer");
    await press("Enter");
    expect(successor.value).to.equal("Otto");
    await type("olg");
    await press("Tab");
    expect(successor.value).to.equal("Otto");
  });

  it("lets a question be answered although everything is drawn again meanwhile", async () => {
    const asked: { readonly query: string; readonly signal: AbortSignal }[] = [];
    const answer = Promise.withResolvers<readonly Option[]>();
    gallery.state!.findSuccessor = (query, signal) => {
      asked.push({ query, signal });
      return answer.promise;
    };
    byRole(gallery, "combobox", "Successor").focus();
    await type("o");
    await until(() => asked.length > 0, "the question");
    gallery.state!.successor.value = "Olga";
    await frame();
    expect(asked.map(({ query, signal }) => [query, signal.aborted])).to.deep.equal([["o", false]]);
    answer.resolve([{ value: "Otto", label: "Otto" }]);
    await until(() => allByRole(gallery, "option", "Otto").length === 1, "the answer");
  });

  it("adds and removes chips of a multiple combobox", async () => {
    byRole(gallery, "combobox", "Groups").focus();
    await type("chief");
    await press("Enter", "Escape");
    expect(gallery.state!.form.fields.groups.value.value).to.deep.equal(["support", "chief"]);
    await press("Backspace");
    expect(gallery.state!.form.fields.groups.value.value).to.deep.equal(["support"]);
    byRole(gallery, "button", "Remove Support engineer").click();
    expect(gallery.state!.form.fields.groups.value.value).to.deep.equal([]);
  });

  it("asks once before a sheet loses what was typed, and gives the focus back when it closes", async () => {
    const opener = byRole(gallery, "button", "Open sheet");
    opener.focus();
    opener.click();
    await settled(gallery);
    await expectAccessible(gallery);
    gallery.state!.form.fields.email.set("a");
    await press("Escape");
    const question = byRole(gallery, "alertdialog", "Discard unsaved changes?");
    expect(question.contains(focused())).to.equal(true);
    await press("Escape");
    expect(allByRole(gallery, "alertdialog").length).to.equal(0);
    expect(gallery.state!.sheet.value).to.equal(true);
    await press("Escape");
    byRole(gallery, "button", "Discard").click();
    await settled(gallery);
    expect(gallery.state!.sheet.value).to.equal(false);
    expect(focused() === opener, "the focus is on the button that opened the sheet").to.equal(true);
  });

  it("marks the section that somebody went to, even where the form cannot scroll so far", async () => {
    byRole(gallery, "button", "Open sheet").click();
    await settled(gallery);
    const marked = (): string | undefined =>
      gallery.shadowRoot!.querySelector(".section-link[aria-current]")?.textContent ?? undefined;
    const scroller = gallery.shadowRoot!.querySelector("[data-scroller]")!;
    byRole(gallery, "button", /^Access/u).click();
    scroller.dispatchEvent(new Event("scroll"));
    await frame();
    expect(marked()).to.contain("Access");
    scroller.querySelector<HTMLInputElement>("input[role=combobox]")!.focus();
    scroller.dispatchEvent(new Event("scroll"));
    await frame();
    expect(marked()).to.contain("Person");
  });

  it("shows all errors on save and puts the focus on the first wrong field", async () => {
    byRole(gallery, "button", "Open sheet").click();
    await settled(gallery);
    const save = allByRole(gallery, "button", /^Save$/u).at(-1)!;
    save.click();
    await frame();
    expect(focused()?.getAttribute("aria-invalid")).to.equal("true");
    expect(textOf(gallery)).to.contain("Check 2 fields: E-mail and Position");
    await expectAccessible(gallery);
  });

  it("moves between tabs with arrows", async () => {
    byRole(gallery, "tab", "People").focus();
    await press("ArrowRight");
    expect(gallery.state!.tab.value).to.equal("states");
    expect(label()).to.contain("States");
    await press("ArrowRight");
    expect(gallery.state!.tab.value).to.equal("people");
  });

  it("never has a password in an attribute", async () => {
    byRole(gallery, "button", "Generate").click();
    await settled(gallery);
    const input = gallery.shadowRoot!.querySelector<HTMLInputElement>("input[autocomplete=new-password]")!;
    expect(input.value).to.equal("correct-horse-7");
    expect(gallery.shadowRoot!.innerHTML).not.to.contain("correct-horse-7");
  });

  it("shows a toast with an action that closes it", async () => {
    byRole(gallery, "button", "Toast").click();
    await settled(gallery);
    await expectAccessible(gallery);
    byRole(gallery, "button", "Undo").click();
    await settled(gallery);
    expect(gallery.state!.chosen.value).to.equal("undone");
    expect(textOf(gallery)).not.to.contain("User blocked");
  });

  it("leaves the room free that a page asks for beside its toasts", async () => {
    gallery.style.setProperty("--crew-toast-inset-end", "352px");
    byRole(gallery, "button", "Toast").click();
    await settled(gallery);
    const box = gallery.shadowRoot!.querySelector(".toasts")!.getBoundingClientRect();
    expect(Math.round(document.documentElement.clientWidth - box.right)).to.equal(352);
  });

  it("keeps a toast within reach while a modal sheet is open, and after it closes", async () => {
    byRole(gallery, "button", "Open sheet").click();
    await settled(gallery);
    byRole(gallery, "button", "Toast").click();
    await settled(gallery);
    const undo = byRole(gallery, "button", "Undo");
    expect(undo.closest("dialog")).not.to.equal(null);
    undo.focus();
    expect(focused() === undo, "the focus reaches the toast over the sheet").to.equal(true);
    await expectAccessible(gallery);
    gallery.state!.sheet.value = false;
    await settled(gallery);
    byRole(gallery, "button", "Undo").click();
    expect(gallery.state!.chosen.value).to.equal("undone");
  });

  it("shows a tooltip for the keyboard's focus and hides it on Escape", async () => {
    const tip = (): Element | null => gallery.shadowRoot!.querySelector(".tooltip:popover-open");
    const pencil = allByRole(gallery, "button", "Edit")[0]!;
    byRole(gallery, "button", "Small").focus();
    await press("Tab");
    expect(focused() === pencil, "the focus is on the button with the pencil").to.equal(true);
    await until(() => tip()?.textContent === "Edit", "the tooltip");
    await expectAccessible(gallery);
    await press("Escape");
    expect(tip()).to.equal(null);
    await press("Tab");
    await until(() => tip()?.textContent === "Mail", "the tooltip of the next button");
    focused()!.remove();
    await until(() => tip() === null, "the tooltip to go with its button");
  });

  it("chooses in a filter with the keyboard", async () => {
    const chip = byRole(gallery, "button", /^State/u);
    const position = byRole(gallery, "button", /^Position/u);
    position.focus();
    await press("Enter");
    await expectAccessible(gallery);
    expect(chip.getAttribute("aria-expanded")).to.equal("false");
    await press("Tab", "ArrowDown", "Space");
    expect(gallery.state!.filter.value).to.deep.equal(["sales", "lead"]);
  });

  it("keeps the width of a button while it is loading", () => {
    const [idle, busy] = allByRole(gallery, "button", "Save") as [HTMLElement, HTMLElement];
    expect(busy.getAttribute("aria-busy")).to.equal("true");
    expect(busy.offsetWidth).to.equal(idle.offsetWidth);
  });
});
