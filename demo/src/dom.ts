import { hueOf, initials } from "crewdock";
import { createElement, type IconNode } from "lucide";

type Child = Node | string | null | undefined | false | readonly Child[];
type Props = Readonly<Record<string, string | number | boolean | null | undefined | ((event: never) => void)>>;

/** Makes an element: functions become listeners (`onclick`), the rest attributes; text is always text. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as unknown as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child as readonly Child[]);
    else if (child !== null && child !== undefined && child !== false)
      parent.appendChild(typeof child === "string" ? document.createTextNode(child) : (child as Node));
  }
}

/** A 16 px icon, hidden from screen readers: the text beside it says the same. */
export function icon(node: IconNode): SVGElement {
  const svg = createElement(node, { width: 16, height: 16, "stroke-width": 1.5, "aria-hidden": "true" });
  return svg as SVGElement;
}

/** Two letters and a colour that stays with the person. */
export function avatar(id: string, name: string): HTMLElement {
  return h("span", { class: `avatar hue-${hueOf(id)}`, "aria-hidden": "true" }, initials(name));
}
