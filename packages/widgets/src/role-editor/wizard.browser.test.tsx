import { expect } from "chai";
import { allByRole, byRole, cleanUp, focused, press, settled, type, until } from "../kit/testing/index.ts";
import type { CrewRoleEditor } from "./role-editor.element.ts";
import { button, open } from "./testing/role-editor-page.ts";

/** A new role with a name, at the step of its rights; by keyboard alone. */
async function atRights(): Promise<CrewRoleEditor> {
  const { element } = await open();
  button(element, "New role").click();
  const name = await until(() => allByRole(element, "textbox", "Name")[0], "the wizard");
  name.focus();
  await type("Trainee");
  await press("Enter");
  await until(() => allByRole(element.shadowRoot!.querySelector("dialog")!, "grid")[0], "the rights");
  return element;
}

const cellOf = (element: CrewRoleEditor): HTMLElement =>
  element.shadowRoot!.querySelector<HTMLElement>('dialog [data-stop="cell contact.view"]')!;

describe("<crew-role-editor>: the wizard by keyboard", () => {
  afterEach(cleanUp);

  it("takes the focus to the question of each step, and back to the name", async () => {
    const element = await atRights();
    expect(focused()?.textContent).to.equal("What may people with this role do?");
    button(element, "Next").focus();
    await press("Enter");
    await settled(element);
    expect(focused()?.textContent).to.match(/^Who gets it/);
    button(element, "Back").click();
    await settled(element);
    button(element, "Back").click();
    await settled(element);
    expect(focused()).to.equal(byRole(element, "textbox", "Name"));
  });

  it("undoes and redoes by the usual keys", async () => {
    const element = await atRights();
    const label = (): string => cellOf(element).getAttribute("aria-label") ?? "";
    cellOf(element).focus();
    await press("2");
    expect(label()).to.contain("Department");
    await press("Control+z");
    expect(label()).to.match(/None$/);
    await press("Control+y");
    expect(label()).to.contain("Department");
  });

  it("undoes by the same key where it types a Cyrillic letter", async () => {
    const element = await atRights();
    cellOf(element).focus();
    await press("2");
    const typed = { key: "я", code: "KeyZ", ctrlKey: true, bubbles: true, composed: true, cancelable: true };
    cellOf(element).dispatchEvent(new KeyboardEvent("keydown", typed));
    await settled(element);
    expect(cellOf(element).getAttribute("aria-label")).to.match(/None$/);
  });
});
