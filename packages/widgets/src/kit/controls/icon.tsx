import { h, type VNode } from "preact";

/** A drawing of lucide: `import Plus from "lucide/dist/esm/icons/plus.mjs"`. */
export type IconNode = readonly (readonly [
  tag: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
])[];

export interface IconProps {
  readonly icon: IconNode;
  /** Pixels. @default 16 */
  readonly size?: number | undefined;
  /** What screen readers say. Without it the icon is decoration. */
  readonly label?: string | undefined;
  readonly class?: string | undefined;
}

/** An icon in the colour of the text around it. */
export function Icon({ icon, size = 16, label, class: name }: IconProps): VNode {
  return (
    <svg
      class={name === undefined ? "icon" : `icon ${name}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={(1.5 * 24) / Math.max(size, 16)}
      stroke-linecap="round"
      stroke-linejoin="round"
      role={label === undefined ? undefined : "img"}
      aria-label={label}
      aria-hidden={label === undefined ? "true" : undefined}
    >
      {icon.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}
