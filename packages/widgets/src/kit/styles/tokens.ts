import { hue, neutrals, tints, veils } from "./palette.ts";

const both = (light: string, dark: string): string => `light-dark(oklch(${light}), oklch(${dark}))`;

const veil = (light: number, dark: number): string => both(`0.3 0.03 ${hue} / ${light}`, `1 0 0 / ${dark}`);

/** Semantic colours: what a thing is, not how it looks. */
function colors(): Readonly<Record<string, string>> {
  const named: Record<string, string> = {
    "on-accent": "oklch(1 0 0)",
    "bg-selected": "var(--color-accent-soft)",
    backdrop: both(`0.2 0.02 ${hue} / 0.32`, "0 0 0 / 0.56"),
  };
  for (const [name, [light, dark]] of Object.entries(neutrals)) named[name] = both(`${light} ${hue}`, `${dark} ${hue}`);
  for (const [name, [light, dark]] of Object.entries(veils)) named[name] = veil(light, dark);
  for (const [name, [hue, chroma, solid, text]] of Object.entries(tints)) {
    const step = (light: number, lightChroma: number, dark: number, darkChroma: number): string =>
      both(`${light} ${chroma * lightChroma} ${hue}`, `${dark} ${chroma * darkChroma} ${hue}`);
    // `soft` behind text, `border` round it, `solid` under white, `text` on `soft`.
    named[`${name}-soft`] = step(0.966, 0.11, 0.27, 0.28);
    named[`${name}-border`] = step(0.875, 0.36, 0.41, 0.45);
    named[name === "accent" ? name : `${name}-solid`] = step(solid, 1, solid, 0.95);
    named[`${name}-hover`] = step(solid - 0.05, 1, solid - 0.04, 1);
    named[`${name}-text`] = step(text, 0.82, 0.82, 0.52);
  }
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [`color-${name}`, value]));
}

const sizes: Readonly<Record<string, string>> = {
  "font-xs": "12px",
  "font-sm": "13px",
  "font-md": "14px",
  "font-lg": "16px",
  "font-xl": "20px",
  "font-2xl": "24px",
  radius: "6px",
  "radius-lg": "10px",
};

const shadow = (): string =>
  `0 0 0 1px ${veil(0.08, 0.1)}, ` +
  `0 2px 6px ${both(`0.3 0.03 ${hue} / 0.06`, "0 0 0 / 0.3")}, ` +
  `0 12px 32px -8px ${both(`0.3 0.03 ${hue} / 0.18`, "0 0 0 / 0.6")}`;

/** Steps of 4 px. */
const spaces = [1, 2, 3, 4, 5, 6, 8, 12] as const;

/**
 * Declarations of the semantic tier. Inside a widget a token is `--color-text`; a host sets `--crew-color-text`
 * on the widget, on a provider or on `:root`, and that wins.
 */
export function tokenDeclarations(): string {
  const space = Object.fromEntries(spaces.map((step) => [`space-${step}`, `${step * 4}px`]));
  return Object.entries({ ...colors(), ...sizes, ...space, shadow: shadow() })
    .map(([name, value]) => `--${name}:var(--crew-${name},${value});`)
    .join("");
}
