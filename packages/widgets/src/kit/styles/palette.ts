/** Lightness and chroma of one colour in each scheme; the dark one is chosen apart, it is not the light one turned round. */
type Shade = readonly [light: string, dark: string];

/** Hue of the product: of the accent, and in traces of every grey. */
export const hue = 268;

/**
 * Greys by what they are for, from the page to text. The outline of a control has at least 3 to 1 on every background,
 * text 4.5 to 1.
 */
export const neutrals: Readonly<Record<string, Shade>> = {
  bg: ["1 0", "0.193 0.006"],
  "bg-subtle": ["0.985 0.0018", "0.172 0.006"],
  "bg-raised": ["1 0", "0.232 0.007"],
  "bg-muted": ["0.945 0.004", "0.265 0.008"],
  border: ["0.895 0.006", "0.335 0.01"],
  "border-strong": ["0.845 0.009", "0.4 0.012"],
  "border-control": ["0.66 0.014", "0.535 0.016"],
  text: ["0.235 0.018", "0.955 0.004"],
  "text-muted": ["0.49 0.018", "0.745 0.012"],
  "text-faint": ["0.53 0.017", "0.68 0.014"],
  focus: ["0.56 0.19", "0.72 0.14"],
};

/** Layers over whatever is below: opacity in each scheme. */
export const veils: Readonly<Record<string, readonly [light: number, dark: number]>> = {
  "bg-hover": [0.045, 0.055],
  "bg-active": [0.085, 0.1],
  skeleton: [0.075, 0.075],
};

/** The one colour of the product and those that say how something is: hue, chroma, lightness of `solid` and of `text`. */
export const tints: Readonly<Record<string, readonly [hue: number, chroma: number, solid: number, text: number]>> = {
  accent: [hue, 0.19, 0.535, 0.475],
  success: [155, 0.135, 0.53, 0.45],
  warning: [70, 0.13, 0.55, 0.47],
  danger: [24, 0.19, 0.55, 0.495],
  info: [235, 0.13, 0.54, 0.465],
};
