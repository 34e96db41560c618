/** One colour for each scheme; they are chosen apart, the dark one is not the light one turned round. */
export interface Pair {
  readonly light: string;
  readonly dark: string;
}

const pair = (light: string, dark: string): Pair => ({ light: `oklch(${light})`, dark: `oklch(${dark})` });

type NeutralStep = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

/**
 * Neutral scale, from the page (1) to text (12). 8 is the outline of a control: at least 3 to 1 on 1 to 3;
 * 11 is text at 4.5 to 1 on 1 to 4.
 */
export const neutral: Readonly<Record<NeutralStep, Pair>> = {
  1: pair("1 0 0", "0.193 0.006 268"),
  2: pair("0.985 0.0018 268", "0.172 0.006 268"),
  3: pair("0.967 0.003 268", "0.232 0.007 268"),
  4: pair("0.945 0.004 268", "0.265 0.008 268"),
  5: pair("0.922 0.005 268", "0.298 0.009 268"),
  6: pair("0.895 0.006 268", "0.335 0.01 268"),
  7: pair("0.845 0.009 268", "0.4 0.012 268"),
  8: pair("0.66 0.014 268", "0.535 0.016 268"),
  9: pair("0.585 0.016 268", "0.62 0.015 268"),
  10: pair("0.53 0.017 268", "0.68 0.014 268"),
  11: pair("0.49 0.018 268", "0.745 0.012 268"),
  12: pair("0.235 0.018 268", "0.955 0.004 268"),
};

/** Steps of a colour: `soft` behind text, `border` round it, `solid` under white, `hover` of the solid, `text` on soft. */
export interface Tint {
  readonly soft: Pair;
  readonly border: Pair;
  readonly solid: Pair;
  readonly hover: Pair;
  readonly text: Pair;
}

const tint = (hue: number, chroma: number, light: number, text: number): Tint => ({
  soft: pair(`0.966 ${chroma * 0.11} ${hue}`, `0.27 ${chroma * 0.28} ${hue}`),
  border: pair(`0.875 ${chroma * 0.36} ${hue}`, `0.41 ${chroma * 0.45} ${hue}`),
  solid: pair(`${light} ${chroma} ${hue}`, `${light} ${chroma * 0.95} ${hue}`),
  hover: pair(`${light - 0.05} ${chroma} ${hue}`, `${light - 0.04} ${chroma} ${hue}`),
  text: pair(`${text} ${chroma * 0.82} ${hue}`, `0.82 ${chroma * 0.52} ${hue}`),
});

/** The one colour of the product. */
export const accent: Tint = tint(268, 0.19, 0.535, 0.475);

/** Colours that say how something is. */
export const states: Readonly<Record<"success" | "warning" | "danger" | "info", Tint>> = {
  success: tint(155, 0.135, 0.53, 0.45),
  warning: tint(70, 0.13, 0.55, 0.47),
  danger: tint(24, 0.19, 0.55, 0.495),
  info: tint(235, 0.13, 0.54, 0.465),
};
