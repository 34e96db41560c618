import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button, Select, Sheet, Stepper, useEnv, useI18n, useKit } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { Wizard, WizardStep } from "../model/wizard.ts";
import type { RoleEditor } from "../role-editor.model.ts";
import { GivenView } from "./given.tsx";
import { MatrixView, stepByKey } from "./matrix.tsx";
import { draftRules } from "./rule-check.tsx";
import { followedText } from "./say.ts";
import { RoleNaming, RoleProblem } from "./role-form.tsx";

const titles = { name: "stepName", rights: "stepRights", people: "stepPeople" } as const;
const questions = { name: "nameQuestion", rights: "rightsQuestion", people: "peopleQuestion" } as const;

/** A new role, one question a step. */
export function WizardSheet({ model }: { readonly model: RoleEditor }): VNode | null {
  const i18n = useI18n(catalogue);
  const kit = useKit();
  const env = useEnv();
  const question = useRef<HTMLHeadingElement>(null);
  const was = useRef<WizardStep>(undefined);
  const [blocked] = useState(() => signal(false));
  const wizard = model.wizard.value;
  const step = wizard?.step.value;
  // What had the focus may be gone. The dialog itself gives it to the first step.
  useLayoutEffect(() => {
    const before = was.current;
    was.current = step;
    if (wizard === null || before === undefined || before === step) return;
    // What the server refused at the last step is shown in the first one.
    if (step === "name") (wizard.form.errors.peek()[0]?.field ?? wizard.form.fields.name).focus();
    else question.current?.focus();
  }, [wizard, step]);
  if (wizard === null || step === undefined) return null;
  const { t } = i18n;
  const last = step === wizard.steps.at(-1);
  const problem = wizard.problem.value;
  return (
    <Sheet
      open
      title={t("wizardTitle")}
      width={1040}
      unsaved={wizard.dirty.value}
      onClose={() => model.closeWizard()}
      footer={
        <>
          {problem === undefined ? undefined : (
            <div class="wizard-problem">
              <RoleProblem model={model} error={problem} />
            </div>
          )}
          {step === "people" ? <draftRules.View model={model} given={wizard.given} blocked={blocked} /> : undefined}
          {step === "name" ? undefined : <Button onClick={() => wizard.back()}>{kit.t("back")}</Button>}
          {last ? (
            <Button
              variant="primary"
              loading={wizard.saving.value}
              disabled={blocked.value}
              onClick={() => void wizard.create()}
            >
              {t("createRole")}
            </Button>
          ) : (
            <Button variant="primary" onClick={() => wizard.next()}>
              {kit.t("next")}
            </Button>
          )}
        </>
      }
    >
      <div
        class="wizard"
        part="wizard"
        onKeyDown={(event) => stepByKey(event, wizard.matrix, (done) => env.announce(t(done)))}
      >
        <Stepper
          label={t("wizardTitle")}
          current={step}
          steps={wizard.steps.map((id) => ({ id, label: t(titles[id]) }))}
          onStep={(id) => {
            wizard.step.value = id as WizardStep;
          }}
        />
        <h3 key={step} ref={question} class="wizard-question" tabIndex={-1}>
          {t(questions[step])}
        </h3>
        {step === "name" ? <NameStep model={model} wizard={wizard} /> : undefined}
        {step === "rights" ? <RightsStep wizard={wizard} /> : undefined}
        {step === "people" ? <GivenView source={wizard.given} /> : undefined}
      </div>
    </Sheet>
  );
}

function NameStep({ model, wizard }: { readonly model: RoleEditor; readonly wizard: Wizard }): VNode {
  const { t } = useI18n(catalogue);
  const { form } = wizard;
  return (
    <form
      class="wizard-name stack"
      onSubmit={(event) => {
        event.preventDefault();
        wizard.next();
      }}
    >
      <RoleNaming form={form} help={t("nameHelp")} />
      <Select
        label={t("startFrom")}
        value={wizard.startFrom.value ?? ""}
        options={[
          { value: "", label: t("startEmpty") },
          ...(model.content.value?.roles ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onInput={(id) => wizard.start(id === "" ? null : id)}
      />
    </form>
  );
}

function RightsStep({ wizard }: { readonly wizard: Wizard }): VNode {
  const i18n = useI18n(catalogue);
  const { matrix, form } = wizard;
  const note = followedText(i18n, matrix, matrix.draft.followed.value);
  return (
    <>
      <MatrixView matrix={matrix} name={form.fields.name.value.value} />
      {note === "" ? undefined : <p class="save-note wizard-note">{note}</p>}
    </>
  );
}
