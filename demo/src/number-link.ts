import { Phone } from "lucide";
import { h, icon } from "./dom.ts";
import { readableNumber } from "./phone-number.ts";
import { settings } from "./settings.ts";

/** A number that the docked phone dials at a click; read in groups, linked in full. */
export function numberLink(number: string, name: string): HTMLElement {
  const readable = readableNumber(number);
  return h(
    "a",
    {
      class: "number",
      href: `tel:${number}`,
      "data-name": name,
      "aria-label": `${settings.texts.call(name)}, ${readable}`,
    },
    icon(Phone),
    h("span", { class: "number-text" }, readable),
  );
}
