import Check from "lucide/dist/esm/icons/check.mjs";
import type { VNode } from "preact";
import { Icon } from "../controls/icon.tsx";
import { useKit, useStyles } from "../env.ts";
import { stepperStyles } from "./stepper.styles.ts";

export interface StepperProps {
  readonly label: string;
  readonly steps: readonly { readonly id: string; readonly label: string }[];
  /** Id of the step that is open. */
  readonly current: string;
  /** Going back to a step that is done. Without it the steps cannot be pressed. */
  readonly onStep?: ((id: string) => void) | undefined;
}

/** How far a wizard is. */
export function Stepper({ label, steps, current, onStep }: StepperProps): VNode {
  useStyles(stepperStyles);
  const kit = useKit();
  const now = steps.findIndex((step) => step.id === current);
  return (
    <div class="stepper-box">
      <ol class="stepper" part="stepper" aria-label={label}>
        {steps.map((step, index) => {
          const done = index < now;
          const content = (
            <>
              <span class="step-number" aria-hidden="true">
                {done ? <Icon icon={Check} size={14} /> : kit.format.number(index + 1)}
              </span>
              <span class="visually-hidden">{kit.t("stepOf", { step: index + 1, total: steps.length })}</span>
              <span class="step-label">{step.label}</span>
            </>
          );
          return (
            <li key={step.id} class={done ? "done" : undefined} aria-current={index === now ? "step" : undefined}>
              {done && onStep !== undefined ? (
                <button type="button" onClick={() => onStep(step.id)}>
                  {content}
                </button>
              ) : (
                content
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
