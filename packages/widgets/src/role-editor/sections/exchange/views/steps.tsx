import { isCrewError } from "@crewdock/contract";
import type { VNode } from "preact";
import { Badge, Banner, useI18n, useKit } from "../../../../kit/index.ts";
import { catalogue as editorCatalogue } from "../../../messages/index.ts";
import type { RoleEditor } from "../../../role-editor.model.ts";
import { BrokenRules, roleErrorText } from "../../../views/parts.ts";
import { catalogue } from "../messages/index.ts";
import type { Exchange, Step } from "../model/exchange.model.ts";

const tones = { waiting: "neutral", saving: "accent", stored: "success", failed: "danger" } as const;

export interface StepsProps {
  readonly model: RoleEditor;
  readonly exchange: Exchange;
}

/** How far saving is, role by role: what is stored, what is not, and why. */
export function Steps({ model, exchange }: StepsProps): VNode {
  const { t } = useI18n(catalogue);
  const steps = exchange.steps.value;
  const stored = steps.filter(({ progress }) => progress.state === "stored").length;
  const stopped = !exchange.saving.value && stored < steps.length;
  return (
    <div class="exchange stack">
      {stopped ? (
        <Banner tone="danger" title={t("stopped", { stored, count: steps.length })}>
          {t("stoppedText")}
        </Banner>
      ) : undefined}
      <ul class="import-steps" aria-live="polite" aria-label={t("saving")}>
        {steps.map((step) => (
          <StepLine key={step.key} model={model} step={step} />
        ))}
      </ul>
    </div>
  );
}

function StepLine({ model, step: { name, progress } }: { readonly model: RoleEditor; readonly step: Step }): VNode {
  const i18n = useI18n(editorCatalogue);
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const why = (error: unknown): string => {
    const code = isCrewError(error) ? error.code : undefined;
    if (code === "conflict" || code === "duplicate") return t(`${code}Text`);
    const { title, advice } = roleErrorText(error, i18n, kit, model.names.value);
    return `${title}. ${advice}`;
  };
  return (
    <li>
      <span dir="auto">{name}</span>
      <Badge tone={tones[progress.state]}>{t(`step_${progress.state}`)}</Badge>
      {progress.state === "failed" ? (
        <div class="import-error muted">
          {why(progress.error)}
          <BrokenRules model={model} error={progress.error} />
        </div>
      ) : undefined}
    </li>
  );
}
