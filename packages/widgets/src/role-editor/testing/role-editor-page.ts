import type { CallContext, Role, RoleInput } from "@crewdock/contract";
import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import { define } from "../../kit/index.ts";
import { byRole, mount, settled } from "../../kit/testing/index.ts";
import { CrewRoleEditor } from "../role-editor.element.ts";

/** What a call past the widget is made with. */
export const context: CallContext = { signal: new AbortController().signal, language: "en" };
export const roleOf = (memory: MemoryAdapter, id = "r-manager"): Promise<Role> =>
  memory.ports.roles.get({ id }, context);

/** What another administrator does meanwhile. */
export async function elsewhere(memory: MemoryAdapter, patch: Partial<RoleInput>, id = "r-manager"): Promise<void> {
  const { version } = await roleOf(memory, id);
  await memory.ports.roles.update({ id, version, patch }, context);
}

/** A role editor in the page and its backend. */
export interface Opened {
  readonly element: CrewRoleEditor;
  readonly memory: MemoryAdapter;
}

/** Puts a role editor into the page, wide enough for two columns, and opens a role. @param role default is the first */
export async function open(
  role?: string,
  memory: MemoryAdapter = createMemoryAdapter(),
  language = "en",
): Promise<Opened> {
  define("crew-role-editor", CrewRoleEditor);
  const element = document.createElement("crew-role-editor") as CrewRoleEditor;
  element.adapter = memory;
  element.language = language;
  element.style.inlineSize = "1100px";
  await mount(element);
  if (role !== undefined) {
    roleItem(element, role).click();
    await settled(element);
  }
  return { element, memory };
}

export const roleItem = (element: CrewRoleEditor, name: string): HTMLElement =>
  [...(element.shadowRoot?.querySelectorAll<HTMLElement>(".role-item") ?? [])].find((item) =>
    item.textContent.includes(name),
  )!;
export const cell = (element: CrewRoleEditor, key: string): HTMLElement =>
  element.shadowRoot!.querySelector<HTMLElement>(`[data-stop="cell ${key}"]`)!;
export const label = (element: CrewRoleEditor, key: string): string =>
  cell(element, key).getAttribute("aria-label") ?? "";
export const bar = (element: CrewRoleEditor): HTMLElement | null =>
  element.shadowRoot!.querySelector<HTMLElement>(".save-bar");
export const pick = async (element: CrewRoleEditor, key: string, choice: string): Promise<void> => {
  cell(element, key).click();
  await settled(element);
  byRole(element, "menuitemradio", choice).click();
  await settled(element);
};
export const button = (element: CrewRoleEditor, name: string | RegExp): HTMLElement => byRole(element, "button", name);
