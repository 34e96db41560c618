import type { ComponentChildren, VNode } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Button, FormSummary, type I18n, Stepper, useI18n, useKit, useStyles } from "../../kit/index.ts";
import { type MailWizard as Model, type WizardStep, wizardSteps } from "../mail-wizard.model.ts";
import { mailWizardStyles } from "../mail-wizard.styles.ts";
import { catalogue, type Source } from "../messages/index.ts";
import { AddressStep } from "./address-step.tsx";
import { CheckStep } from "./check-step.tsx";
import { FolderStep } from "./folder-step.tsx";
import { LoginStep } from "./login-step.tsx";

const labels = { address: "stepAddress", login: "stepLogin", check: "stepCheck", folder: "stepFolder" } as const;
const steps = { address: AddressStep, login: LoginStep, check: CheckStep, folder: FolderStep } as const;

export interface MailWizardProps {
  readonly model: Model;
  /** Shown where the wizard stands in a dialog. */
  readonly onCancel?: (() => void) | undefined;
  /** Words of the last button. @default 'Save account' */
  readonly saveLabel?: string | undefined;
}

/** The wizard without a frame: for an element of its own or for a dialog. */
export function MailWizard({ model, onCancel, saveLabel }: MailWizardProps): VNode {
  useStyles(mailWizardStyles);
  const { t } = useI18n(catalogue);
  const step = model.step.value;
  const Step = steps[step];
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  const enter = (): void => {
    if (step === "address" || step === "login") model.form.fields[step === "address" ? "email" : "password"].focus();
    else heading.current?.focus();
  };
  useLayoutEffect(() => {
    if (first.current) first.current = false;
    else enter();
  }, [step]);
  useEffect(() => {
    // A dialog has taken the focus by now; in a page of its own the wizard leaves it to what people are doing.
    if (onCancel !== undefined) enter();
  }, []);
  return (
    <form
      class="wizard stack"
      part="wizard"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        forward(model);
      }}
    >
      <Stepper
        label={t("steps")}
        steps={wizardSteps
          .filter((id) => !model.editing || id !== "address")
          .map((id) => ({ id, label: t(labels[id]) }))}
        current={step}
        onStep={(id) => model.back(id as WizardStep)}
      />
      <h2 class="wizard-title" tabIndex={-1} ref={heading}>
        {title(model, t)}
      </h2>
      <FormSummary form={model.form} />
      <Step model={model} />
      <Footer model={model} onCancel={onCancel} saveLabel={saveLabel} />
    </form>
  );
}

function title(model: Model, t: I18n<Source>["t"]): string {
  switch (model.step.value) {
    case "address":
      return t("addressTitle");
    case "login":
      return t("loginTitle", { email: model.form.fields.email.value.value.trim() });
    case "check":
      return t(model.run.state.value === "done" || model.run.state.value === "error" ? "notConnected" : "checking");
    case "folder":
      return t("folderTitle");
  }
}

/** What Enter and the main button do at the step that is open. */
function forward(model: Model): void {
  const step = model.step.value;
  if (step === "address") void model.toLogin();
  else if (step === "login") void model.check();
  else if (step === "folder") void model.save();
}

function Footer({ model, onCancel, saveLabel }: MailWizardProps): VNode {
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const step = model.step.value;
  const running = model.run.state.value === "running";
  const before = wizardSteps[wizardSteps.indexOf(step) - 1];
  const back: ComponentChildren =
    before === undefined || (model.editing && before === "address") ? undefined : (
      <Button onClick={() => model.back(step === "folder" ? "login" : before)}>
        {step === "check" && running ? t("cancelCheck") : kit.t("back")}
      </Button>
    );
  return (
    <div class="wizard-footer row">
      {onCancel === undefined ? undefined : (
        <Button variant="ghost" onClick={onCancel}>
          {kit.t("cancel")}
        </Button>
      )}
      <span class="wizard-gap" />
      {back}
      {step === "address" ? (
        <Button
          variant="primary"
          type="submit"
          loading={model.discovering.value}
          disabled={model.closed.value !== undefined}
        >
          {kit.t("continue")}
        </Button>
      ) : undefined}
      {step === "login" && model.provider.value?.password !== "none" ? (
        <Button variant="primary" type="submit">
          {t("check")}
        </Button>
      ) : undefined}
      {step === "check" && model.run.state.value === "done" ? (
        <Button variant="primary" onClick={() => void model.check()}>
          {t("checkAgain")}
        </Button>
      ) : undefined}
      {step === "folder" ? (
        <Button variant="primary" type="submit" loading={model.saving.value}>
          {saveLabel ?? t("save")}
        </Button>
      ) : undefined}
    </div>
  );
}
