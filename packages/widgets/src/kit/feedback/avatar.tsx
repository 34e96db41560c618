import type { VNode } from "preact";
import { useStyles } from "../env.ts";
import { type CssSheet, kitCss } from "../styles/css.ts";

const styles: CssSheet = /* @__PURE__ */ kitCss`
  .avatar {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--avatar);
    block-size: var(--avatar);
    border-radius: 50%;
    font-size: calc(var(--avatar) * 0.38);
    font-weight: 600;
    line-height: 1;
    letter-spacing: 0.01em;
    user-select: none;
    color: light-dark(oklch(0.42 0.1 var(--hue)), oklch(0.87 0.07 var(--hue)));
    background: light-dark(oklch(0.925 0.045 var(--hue)), oklch(0.345 0.065 var(--hue)));
  }
`;

/** Hues far enough apart to tell people from one another. */
const hues = [20, 50, 85, 125, 155, 185, 220, 250, 275, 305, 335] as const;

/** Hue of a person's colour, in degrees of OKLCH; the same wherever they appear. */
export function hueOf(id: string): number {
  let sum = 7;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return hues[sum % hues.length] ?? 250;
}

/** First letters of the first two words: enough to tell people apart in either order of their names. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).flatMap((word) => /[\p{L}\p{N}]/u.exec(word) ?? []);
  return words.slice(0, 2).join("").toLocaleUpperCase();
}

export interface AvatarProps {
  readonly name: string;
  /** Decides the colour, which stays when the name changes. */
  readonly id: string;
  /** Pixels. @default 32 */
  readonly size?: number | undefined;
}

/** A person by their initials. Decoration, as the name always stands beside. */
export function Avatar({ name, id, size = 32 }: AvatarProps): VNode {
  useStyles(styles);
  return (
    <span class="avatar" part="avatar" aria-hidden="true" style={{ "--avatar": `${size}px`, "--hue": hueOf(id) }}>
      {initials(name)}
    </span>
  );
}
