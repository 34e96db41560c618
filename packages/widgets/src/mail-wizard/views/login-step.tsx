import type { VNode } from "preact";
import ExternalLink from "lucide/dist/esm/icons/external-link.mjs";
import type { MailProvider } from "@crewdock/contract";
import { Banner, Icon, PasswordField, useI18n } from "../../kit/index.ts";
import type { MailWizard } from "../mail-wizard.model.ts";
import { catalogue } from "../messages/index.ts";
import { providerName } from "./address-step.tsx";
import { Servers } from "./servers.tsx";

/** Second step: the password this provider wants, and the servers where they are not known. */
export function LoginStep({ model }: { readonly model: MailWizard }): VNode {
  const { t, language } = useI18n(catalogue);
  const provider = model.provider.value;
  const hint = model.hint.value;
  if (provider?.password === "none") {
    return (
      <div class="wizard-step">
        <Banner tone="warning" title={t("noPasswordTitle", { name: providerName(provider, language) })} role="status">
          {inLanguage(provider.help.hint, language)}
        </Banner>
        <HelpLinks provider={provider} />
      </div>
    );
  }
  return (
    <div class="wizard-step">
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

function inLanguage(texts: Readonly<Record<string, string>>, language: string): string | undefined {
  return texts[language.split("-")[0] ?? language] ?? texts["en"];
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

function HelpLinks({ provider }: { readonly provider: MailProvider }): VNode | null {
  const { t, language } = useI18n(catalogue);
  const { createUrl, helpUrl } = provider.help;
  if (createUrl === null && helpUrl === null) return null;
  return (
    <p class="links">
      {createUrl === null ? undefined : <Outside url={createUrl} text={t("createAppPassword")} />}
      {helpUrl === null ? undefined : (
        <Outside url={helpUrl} text={t("howTo", { name: providerName(provider, language) })} />
      )}
    </p>
  );
}

/** A link to a page of the provider; nothing of this page goes with it. */
export function Outside({ url, text }: { readonly url: string; readonly text: string }): VNode | null {
  if (!url.startsWith("https://")) return null;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {text}
      <Icon icon={ExternalLink} size={14} />
    </a>
  );
}
