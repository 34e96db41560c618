import Info from "lucide/dist/esm/icons/info.mjs";
import TriangleAlert from "lucide/dist/esm/icons/triangle-alert.mjs";
import X from "lucide/dist/esm/icons/x.mjs";
import type { ComponentChildren, VNode } from "preact";
import { Button, IconButton } from "../controls/button.tsx";
import { Icon, type IconNode } from "../controls/icon.tsx";
import { useKit, useStyles } from "../env.ts";
import { type CssSheet, kitCss } from "../styles/css.ts";
import { outcomeIcons } from "./outcome-icons.ts";

const styles: CssSheet = /* @__PURE__ */ kitCss`
  .banner {
    --tone-soft: var(--color-info-soft);
    --tone-border: var(--color-info-border);
    --tone-text: var(--color-info-text);
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 4px 10px;
    padding: 9px 12px;
    border: 1px solid var(--tone-border);
    border-radius: 8px;
    background: var(--tone-soft);
    font-size: var(--font-sm);
    line-height: 20px;
    & > .icon {
      margin-block-start: 2px;
      color: var(--tone-text);
    }
    & > .button {
      margin-block: -4px;
    }
    &.success {
      --tone-soft: var(--color-success-soft);
      --tone-border: var(--color-success-border);
      --tone-text: var(--color-success-text);
    }
    &.warning {
      --tone-soft: var(--color-warning-soft);
      --tone-border: var(--color-warning-border);
      --tone-text: var(--color-warning-text);
    }
    &.danger {
      --tone-soft: var(--color-danger-soft);
      --tone-border: var(--color-danger-border);
      --tone-text: var(--color-danger-text);
    }
  }
  .banner-text {
    flex: 1 1 180px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    & > strong {
      display: block;
      font-weight: 600;
    }
  }
`;

type BannerTone = "info" | "success" | "warning" | "danger";

const icons: Readonly<Record<BannerTone, IconNode>> = {
  ...outcomeIcons,
  info: Info,
  warning: TriangleAlert,
};

export interface BannerProps {
  /** @default "info" */
  readonly tone?: BannerTone | undefined;
  readonly title?: string | undefined;
  readonly children?: ComponentChildren | undefined;
  readonly action?: { readonly label: string; readonly onClick: () => void; readonly loading?: boolean } | undefined;
  readonly onDismiss?: (() => void) | undefined;
  /** Read out when it appears. @default "status", "alert" for danger */
  readonly role?: "status" | "alert" | "none" | undefined;
}

/** Something to know about what is below it. */
export function Banner({ tone = "info", title, children, action, onDismiss, role }: BannerProps): VNode {
  useStyles(styles);
  const kit = useKit();
  return (
    <div class={`banner ${tone}`} part="banner" role={role ?? (tone === "danger" ? "alert" : "status")}>
      <Icon icon={icons[tone]} />
      <div class="banner-text">
        {title === undefined ? undefined : <strong>{title}</strong>}
        {children}
      </div>
      {action === undefined ? undefined : (
        <Button size="small" loading={action.loading} onClick={action.onClick}>
          {action.label}
        </Button>
      )}
      {onDismiss === undefined ? undefined : (
        <IconButton icon={X} size="small" label={kit.t("dismiss")} noTooltip onClick={onDismiss} />
      )}
    </div>
  );
}
