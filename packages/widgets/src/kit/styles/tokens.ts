import { accent, neutral, type Pair, states } from "./palette.ts";

const both = ({ light, dark }: Pair): string => `light-dark(${light}, ${dark})`;

/** Semantic colours: what a thing is, not how it looks. */
function colors(): Readonly<Record<string, string>> {
  const named: Record<string, string> = {
    bg: both(neutral[1]),
    "bg-subtle": both(neutral[2]),
    "bg-raised": `light-dark(${neutral[1].light}, ${neutral[3].dark})`,
    "bg-hover": "light-dark(oklch(0.3 0.03 268 / 0.045), oklch(1 0 0 / 0.055))",
    "bg-active": "light-dark(oklch(0.3 0.03 268 / 0.085), oklch(1 0 0 / 0.1))",
    "bg-muted": both(neutral[4]),
    "bg-selected": both(accent.soft),
    border: both(neutral[6]),
    "border-strong": both(neutral[7]),
    "border-control": both(neutral[8]),
    text: both(neutral[12]),
    "text-muted": both(neutral[11]),
    "text-faint": both(neutral[10]),
    accent: both(accent.solid),
    "accent-hover": both(accent.hover),
    "accent-text": both(accent.text),
    "accent-soft": both(accent.soft),
    "accent-border": both(accent.border),
    "on-accent": "oklch(1 0 0)",
    focus: "light-dark(oklch(0.56 0.19 268), oklch(0.72 0.14 268))",
    backdrop: "light-dark(oklch(0.2 0.02 268 / 0.32), oklch(0 0 0 / 0.56))",
    skeleton: "light-dark(oklch(0.3 0.03 268 / 0.075), oklch(1 0 0 / 0.075))",
  };
  for (const [state, steps] of Object.entries(states)) {
    named[`${state}-soft`] = both(steps.soft);
    named[`${state}-border`] = both(steps.border);
    named[`${state}-solid`] = both(steps.solid);
    named[`${state}-hover`] = both(steps.hover);
    named[`${state}-text`] = both(steps.text);
  }
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [`color-${name}`, value]));
}

const sizes: Readonly<Record<string, string>> = {
  "space-1": "4px",
  "space-2": "8px",
  "space-3": "12px",
  "space-4": "16px",
  "space-5": "20px",
  "space-6": "24px",
  "space-8": "32px",
  "space-12": "48px",
  "font-xs": "12px",
  "font-sm": "13px",
  "font-md": "14px",
  "font-lg": "16px",
  "font-xl": "20px",
  "font-2xl": "24px",
  radius: "6px",
  "radius-lg": "10px",
  shadow:
    "0 0 0 1px light-dark(oklch(0.3 0.03 268 / 0.08), oklch(1 0 0 / 0.1)), 0 2px 6px light-dark(oklch(0.3 0.03 268 / 0.06), oklch(0 0 0 / 0.3)), 0 12px 32px -8px light-dark(oklch(0.3 0.03 268 / 0.18), oklch(0 0 0 / 0.6))",
};

/**
 * Declarations of the semantic tier. Inside a widget a token is `--color-text`; a host sets `--crew-color-text`
 * on the widget, on a provider or on `:root`, and that wins.
 */
export function tokenDeclarations(): string {
  return Object.entries({ ...colors(), ...sizes })
    .map(([name, value]) => `--${name}:var(--crew-${name},${value});`)
    .join("");
}
