import type { VNode } from "preact";
import { Banner, type Form, FormSummary, TextArea, TextField, useI18n, useKit } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { RoleFields } from "../model/role-form.ts";
import { BrokenRules, type RefusedProps } from "./rule-check.tsx";
import { roleErrorText } from "./save-bar.tsx";

interface RoleNamingProps {
  readonly form: Form<RoleFields>;
  readonly help?: string;
}

/** Name and description of a role. */
export function RoleNaming({ form, help }: RoleNamingProps): VNode {
  const { t } = useI18n(catalogue);
  return (
    <>
      <FormSummary form={form} />
      <TextField field={form.fields.name} label={t("name")} help={help} required autofocus />
      <TextArea field={form.fields.description} label={t("description")} help={t("descriptionHelp")} />
    </>
  );
}

/** Why a role could not be stored; nothing where nothing went wrong. */
export function RoleProblem({ model, error }: RefusedProps): VNode | null {
  const i18n = useI18n(catalogue);
  const kit = useKit();
  if (error === undefined) return null;
  const { title, advice } = roleErrorText(error, i18n, kit, model.names.value);
  return (
    <Banner tone="danger" title={title}>
      {advice}
      <BrokenRules model={model} error={error} />
    </Banner>
  );
}
