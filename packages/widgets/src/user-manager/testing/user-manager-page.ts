import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import { connect, type User } from "@crewdock/contract";
import { define } from "../../kit/index.ts";
import { allByRole, byRole, mount, press, settled, textOf, type, until } from "../../kit/testing/index.ts";
import { CrewUserManager } from "../user-manager.element.ts";

/** A user manager in the page, its backend, and the events it has fired. */
export interface Opened {
  readonly element: CrewUserManager;
  readonly adapter: MemoryAdapter;
  readonly events: readonly Event[];
}

/** Puts a user manager into the page and waits for its list. */
export async function open(adapter: MemoryAdapter = createMemoryAdapter(), language = "en"): Promise<Opened> {
  define("crew-user-manager", CrewUserManager);
  const element = document.createElement("crew-user-manager") as CrewUserManager;
  element.adapter = adapter;
  element.language = language;
  const events: Event[] = [];
  for (const name of ["crew-user-created", "crew-user-changed", "crew-user-open"]) {
    element.addEventListener(name, (event) => events.push(event));
  }
  await mount(element);
  await until(() => rows(element).length > 0 || textOf(element).length > 0, "the list");
  await settled(element);
  return { element, adapter, events };
}

export const rows = (element: HTMLElement): readonly HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>("tr[data-row]") ?? []),
];
export const names = (element: HTMLElement): readonly string[] =>
  rows(element).map((row) => row.querySelector(".user-open bdi")?.textContent ?? "");
export const rowOf = (element: HTMLElement, name: string): HTMLElement => {
  const found = rows(element).find((row) => row.textContent.includes(name));
  if (found === undefined) throw new Error(`no row ${name}`);
  return found;
};
export const inputOf = (element: HTMLElement, name: string): HTMLInputElement => {
  const found = element.shadowRoot?.querySelector<HTMLInputElement>(`dialog [name="${name}"]`);
  if (!found) throw new Error(`no field ${name}`);
  return found;
};
export const sheetOf = (element: HTMLElement): HTMLElement | null =>
  element.shadowRoot?.querySelector<HTMLElement>("form.user-form") ?? null;
export const saveButton = (element: HTMLElement): HTMLButtonElement => {
  const found = element.shadowRoot?.querySelector<HTMLButtonElement>("[part=save]");
  if (!found) throw new Error("no save button");
  return found;
};

/** Replaces what a field holds, as somebody who selects all and types. */
export async function enter(element: HTMLElement, name: string, text: string): Promise<void> {
  const input = inputOf(element, name);
  input.focus();
  input.select();
  if (text === "") await press("Delete");
  else await type(text);
}

/** Chooses an option of a combobox by typing its name. */
export async function choose(element: HTMLElement, label: string, option: string): Promise<void> {
  byRole(element, "combobox", label).focus();
  await type(option);
  await until(() => allByRole(element, "option", option).length > 0, `the option ${option}`);
  await press("Enter");
}

export async function startCreating(element: HTMLElement): Promise<void> {
  byRole(element, "button", "Create user").click();
  await until(() => sheetOf(element), "the form");
  await settled(element);
}

export async function fillIn(element: HTMLElement): Promise<void> {
  await enter(element, "last", "Petrova");
  await enter(element, "first", "Irina");
  await enter(element, "email", "irina.petrova@crewdock.test");
  await choose(element, "Position", "Sales manager");
}

export async function edit(element: HTMLElement, name: string): Promise<void> {
  rowOf(element, name).querySelector<HTMLElement>(".user-open")?.click();
  await until(() => sheetOf(element), "the form");
  await settled(element);
}

/** The backend as another administrator sees it. */
export const elsewhere = (adapter: MemoryAdapter): ReturnType<typeof connect> => connect(adapter, () => "en");

export const userBy = (adapter: MemoryAdapter, last: string): User => {
  const found = adapter.snapshot().users.find(({ name }) => name.last === last);
  if (found === undefined) throw new Error(`no user ${last}`);
  return found;
};
