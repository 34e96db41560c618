import CircleDashed from "lucide/dist/esm/icons/circle-dashed.mjs";
import CircleMinus from "lucide/dist/esm/icons/circle-minus.mjs";
import CircleX from "lucide/dist/esm/icons/circle-x.mjs";
import type { ComponentChildren, VNode } from "preact";
import { Icon } from "../controls/icon.tsx";
import { useKit, useStyles } from "../env.ts";
import { elapsed } from "../i18n/spans.ts";
import { kitCatalogue } from "../messages/index.ts";
import { stageTexts } from "../messages/stages.en.ts";
import { type CssSheet, kitCss } from "../styles/css.ts";
import { outcomeIcons } from "./outcome-icons.ts";
import { Spinner } from "./spinner.tsx";

kitCatalogue.add(stageTexts);

const styles: CssSheet = /* @__PURE__ */ kitCss`
  .stages {
    display: flex;
    flex-direction: column;
  }
  .stage {
    position: relative;
    display: grid;
    grid-template-columns: 16px 1fr auto;
    align-items: center;
    column-gap: 10px;
    padding-block: 6px;
    font-size: var(--font-sm);
    line-height: 20px;
    &:not(:last-child)::after {
      content: "";
      position: absolute;
      inset-inline-start: 7.5px;
      inset-block: 25px -7px;
      inline-size: 1px;
      background: var(--color-border);
    }
    & > .icon {
      color: var(--color-border-control);
    }
    &.waiting,
    &.skipped {
      color: var(--color-text-muted);
    }
    &.running {
      font-weight: 500;
      & > .spinner {
        color: var(--color-accent-text);
        inline-size: 14px;
        block-size: 14px;
        margin-inline: 1px;
      }
    }
    &.ok > .icon {
      color: var(--color-success-text);
    }
    &.failed {
      font-weight: 500;
      & > .icon {
        color: var(--color-danger-text);
      }
    }
  }
  .stage-time {
    font-size: var(--font-xs);
    font-weight: 400;
    color: var(--color-text-muted);
  }
  .stage-detail {
    grid-column: 2 / -1;
    font-size: var(--font-xs);
    font-weight: 400;
    line-height: 18px;
    color: var(--color-text-muted);
    .failed > & {
      color: var(--color-danger-text);
    }
  }
`;

/** One step of something that is being checked. */
export interface Stage {
  readonly id: string;
  readonly label: string;
  readonly state: "waiting" | "running" | "ok" | "failed" | "skipped";
  /** How long it took. */
  readonly milliseconds?: number | undefined;
  readonly detail?: ComponentChildren | undefined;
}

const icons = { waiting: CircleDashed, ok: outcomeIcons.success, failed: CircleX, skipped: CircleMinus } as const;
const words = {
  waiting: "stageWaiting",
  running: "stageRunning",
  ok: "stageOk",
  failed: "stageFailed",
  skipped: "stageSkipped",
} as const;

export interface StageListProps {
  readonly label: string;
  readonly stages: readonly Stage[];
}

/** The steps of a check as they go, each with its time. Changes are read out. */
export function StageList({ label, stages }: StageListProps): VNode {
  useStyles(styles);
  const kit = useKit();
  const now = stages.findLast((stage) => stage.state !== "waiting");
  return (
    <div>
      <ol class="stages" part="stages" aria-label={label}>
        {stages.map((stage) => (
          <li key={stage.id} class={`stage ${stage.state}`}>
            {stage.state === "running" ? (
              <Spinner label={kit.t("stageRunning")} />
            ) : (
              <Icon icon={icons[stage.state]} label={kit.t(words[stage.state])} />
            )}
            <span>{stage.label}</span>
            <span class="stage-time tabular">
              {stage.milliseconds === undefined ? "" : elapsed(kit.format, stage.milliseconds)}
            </span>
            {stage.detail === undefined ? undefined : <div class="stage-detail">{stage.detail}</div>}
          </li>
        ))}
      </ol>
      <span class="visually-hidden" role="status">
        {now === undefined ? "" : `${now.label}: ${kit.t(words[now.state])}`}
      </span>
    </div>
  );
}
