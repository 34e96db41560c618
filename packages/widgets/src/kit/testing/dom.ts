import { sendKeys } from "@web/test-runner-commands";
import type { CrewElement } from "../element.ts";

/** Any widget, whatever its model. */
export type AnyElement = CrewElement<Disposable>;

const mounted = new Set<Element>();

/** Puts an element into the page and waits until it is drawn. Removed by `cleanUp`. */
export async function mount<E extends HTMLElement>(element: E, into: Element = document.body): Promise<E> {
  into.append(element);
  mounted.add(element);
  await settled(element);
  return element;
}

/** Removes what was mounted; call it in `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (const element of mounted) element.remove();
  mounted.clear();
  await frame();
}

/** One turn of the browser. */
export function frame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** Waits until the element's language is there and nothing in it is busy or changing any more. */
export async function settled(element: HTMLElement, patience = 5000): Promise<void> {
  const root = element.shadowRoot;
  if (root === null) return frame();
  await import("../later.ts");
  const started = performance.now();
  for (;;) {
    let changed = false;
    const observer = new MutationObserver(() => {
      changed = true;
    });
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    await frame();
    await frame();
    observer.disconnect();
    if (!changed && root.querySelector("[aria-busy=true]:not(button)") === null) return undefined;
    if (performance.now() - started > patience) throw new Error(`<${element.localName}> did not settle`);
  }
}

/** Waits until something holds, looking once a frame. Throws with the last value after `patience` milliseconds. */
export async function until<T>(look: () => T, what = "the condition", patience = 5000): Promise<NonNullable<T>> {
  const started = performance.now();
  for (;;) {
    const value = look();
    if (value !== null && value !== undefined && value !== false) return value as NonNullable<T>;
    if (performance.now() - started > patience) throw new Error(`Waited in vain for ${what}`);
    await frame();
  }
}

/** Waits until a list has so many entries for all that was typed: while it still looks, Enter chooses nothing. */
export async function offered(host: HTMLElement, count: number, what: string): Promise<void> {
  await until(() => {
    const busy = allByRole(host, "listbox").some(({ ariaBusy }) => ariaBusy === "true");
    return !busy && allByRole(host, "option").length === count;
  }, what);
}

/** Presses keys one after another the way a person does: "ArrowDown", "Shift+Tab", "Control+z", "+". */
export async function press(...keys: readonly string[]): Promise<void> {
  for (const chord of keys) {
    const [key = chord, ...held] = chord.split(/(?<=.)\+/u).toReversed();
    for (const modifier of held.toReversed()) await sendKeys({ down: modifier });
    await sendKeys({ press: key });
    for (const modifier of held) await sendKeys({ up: modifier });
    await frame();
  }
}

/** Types text into what has the focus. */
export async function type(text: string): Promise<void> {
  await sendKeys({ type: text });
  await frame();
}

/** The element that has the focus, inside shadow roots too. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

const implied: Readonly<Record<string, string>> = {
  button: "button:not([role])",
  textbox: "input:is([type=text],[type=email],[type=tel],[type=url],:not([type])):not([role]),textarea",
  checkbox: "input[type=checkbox]:not([role])",
  radio: "input[type=radio]",
  dialog: "dialog:not([role])",
  listbox: "select",
  link: "a[href]",
  row: "tr",
  searchbox: "input[type=search]",
};

const nameOf = (element: Element): string => {
  const label = element.getAttribute("aria-label");
  if (label !== null) return label;
  const root = element.getRootNode() as ShadowRoot;
  const by = element.getAttribute("aria-labelledby");
  if (by !== null)
    return by
      .split(" ")
      .map((id) => root.getElementById(id)?.textContent ?? "")
      .join(" ")
      .trim();
  const labels = (element as HTMLInputElement).labels;
  if (labels !== null && labels !== undefined && labels.length > 0)
    return labels[0]?.textContent.replace(/\s*\*$/u, "").trim() ?? "";
  return element.textContent.trim();
};

/** Visible elements of a role whose accessible name contains `name`. */
export function allByRole(host: HTMLElement, role: string, name?: string | RegExp): HTMLElement[] {
  const scope = host.shadowRoot ?? host;
  const selector = [`[role="${role}"]`, implied[role]].filter(Boolean).join(",");
  return [...scope.querySelectorAll<HTMLElement>(selector)].filter((element) => {
    if (!element.checkVisibility()) return false;
    if (name === undefined) return true;
    return typeof name === "string" ? nameOf(element).includes(name) : name.test(nameOf(element));
  });
}

/** The first of `allByRole`, as the kind of element the caller says; throws when there is none. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- like querySelector
export function byRole<E extends HTMLElement = HTMLElement>(
  host: HTMLElement,
  role: string,
  name?: string | RegExp,
): E {
  const found = allByRole(host, role, name)[0];
  if (found === undefined)
    throw new Error(`No ${role} ${name === undefined ? "" : `"${String(name)}" `}in <${host.localName}>`);
  return found as E;
}

/** The innermost visible element that contains a text; throws when there is none. */
export function byText(host: HTMLElement, text: string): HTMLElement {
  const found = [...(host.shadowRoot ?? host).querySelectorAll<HTMLElement>("*")]
    .filter((element) => element.textContent.includes(text) && element.checkVisibility())
    .at(-1);
  if (found === undefined) throw new Error(`No text "${text}" in <${host.localName}>`);
  return found;
}

/** All that can be read in a widget. */
export function textOf(host: HTMLElement): string {
  return host.shadowRoot?.textContent ?? host.textContent;
}
