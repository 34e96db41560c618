import type { VNode } from "preact";
import { Button, FormSection, PasswordField, RadioGroup, TextField, useI18n } from "../../kit/index.ts";
import { passwordStrength } from "../form/password-strength.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import { catalogue } from "../messages/index.ts";
import { useFieldRule } from "./field-rule.ts";

/** Login and password. */
export function AccessSection({ model }: { readonly model: UserSheetModel }): VNode {
  const { t } = useI18n(catalogue);
  const isNew = model.user.value === null;
  const login = useFieldRule(model)("login", {
    required: true,
    help: isNew ? t(model.session.policy.login === "email" ? "loginHelpEmail" : "loginHelpName") : undefined,
  });
  return (
    <FormSection id="access" title={t("sectionAccess")} description={t("accessText")}>
      {login && (
        <TextField
          {...login}
          field={model.login}
          label={t("login")}
          name="login"
          onBlur={() => void model.lookForTaken()}
        />
      )}
      <Password model={model} />
    </FormSection>
  );
}

/** How the person comes to a password. */
function Password({ model }: { readonly model: UserSheetModel }): VNode | null {
  const { t } = useI18n(catalogue);
  const { fields } = model.form;
  const isNew = model.user.value === null;
  const access = fields.access.value.value;
  const why = model.rules.refusal("password");
  if (why !== undefined) {
    return model.rules.shows("password", true) ? (
      <p class="muted user-fixed">{`${t("passwordFixed")} ${t(`reason_${why}`)}.`}</p>
    ) : null;
  }
  return (
    <>
      {isNew && model.canInvite ? (
        <RadioGroup
          field={fields.access}
          label={t("passwordMode")}
          options={[
            { value: "invite", label: t("modeInvite"), help: t("modeInviteHelp") },
            { value: "password", label: t("modePassword"), help: t("modePasswordHelp") },
          ]}
        />
      ) : access === "keep" ? (
        <div class="user-keep">
          <span class="muted">{t("passwordUnchanged")}</span>
          <Button size="small" onClick={() => fields.access.set("password")}>
            {t("changePassword")}
          </Button>
        </div>
      ) : undefined}
      {isNew && !model.canInvite ? <p class="muted">{t("passwordPassOn")}</p> : undefined}
      {access === "password" ? <NewPassword model={model} /> : undefined}
    </>
  );
}

function NewPassword({ model }: { readonly model: UserSheetModel }): VNode {
  const { t } = useI18n(catalogue);
  const { fields } = model.form;
  const { minLength, special } = model.session.policy.password;
  const isNew = model.user.value === null;
  return (
    <>
      <PasswordField
        field={fields.password}
        label={t(isNew ? "password" : "newPassword")}
        name="password"
        required
        generate={model.generatePassword}
        onGenerate={fields.passwordAgain.set}
        strength={passwordStrength}
        rules={model.passwordRules.value.map(({ rule, ok }) => ({
          id: rule,
          label:
            rule === "length"
              ? t("rule_length", { min: minLength })
              : rule === "special"
                ? t("rule_special", { characters: special ?? "" })
                : t(`rule_${rule}`),
          met: () => ok,
        }))}
      />
      <PasswordField field={fields.passwordAgain} label={t("passwordAgain")} name="passwordAgain" required />
      {isNew ? undefined : (
        <div>
          <Button variant="ghost" size="small" onClick={model.keepPassword}>
            {t("keepPassword")}
          </Button>
        </div>
      )}
    </>
  );
}
