import type { VNode } from "preact";
import type { MailProvider } from "@crewdock/contract";
import { Banner, PasswordField, useI18n } from "../../kit/index.ts";
import type { MailWizard } from "../mail-wizard.model.ts";
import { catalogue } from "../messages/index.ts";
import { Closed } from "./address-step.tsx";
import { HelpLinks, inLanguage } from "./provider-help.tsx";
import { Servers } from "./servers.tsx";

/** Second step: the password this provider wants, and the servers where they are not known. */
export function LoginStep({ model }: { readonly model: MailWizard }): VNode {
  const { t } = useI18n(catalogue);
  const provider = model.provider.value;
  const hint = model.hint.value;
  if (provider?.password === "none") {
    return (
      <div class="wizard-step stack">
        <Closed provider={provider} />
      </div>
    );
  }
  return (
    <div class="wizard-step stack">
      {provider ? <ProviderHelp provider={provider} /> : undefined}
      <PasswordField
        field={model.form.fields.password}
        label={t(provider?.password === "app" ? "appPassword" : "password")}
        autocomplete="off"
        name="password"
        required={model.passwordNeeded.value}
        help={
          hint === undefined
            ? model.passwordNeeded.value
              ? undefined
              : t("passwordKept")
            : t(hint === "cyrillic" ? "hintCyrillic" : "hintSpaces")
        }
      />
      <Servers model={model} open={provider === undefined} />
    </div>
  );
}

function ProviderHelp({ provider }: { readonly provider: MailProvider }): VNode | null {
  const { t, language } = useI18n(catalogue);
  const steps = inLanguage(provider.help.steps, language);
  const hint = inLanguage(provider.help.hint, language);
  if (hint === undefined && steps === undefined) return null;
  return (
    <Banner tone="info" role="none">
      <p>{hint}</p>
      {steps === undefined ? undefined : (
        <p class="menu-path">
          <span class="visually-hidden">{t("whereToFind")}: </span>
          {steps}
        </p>
      )}
      <HelpLinks provider={provider} />
    </Banner>
  );
}
