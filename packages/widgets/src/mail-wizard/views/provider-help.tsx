import type { VNode } from "preact";
import ExternalLink from "lucide/dist/esm/icons/external-link.mjs";
import type { MailProvider } from "@crewdock/contract";
import { Icon, useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";

/** A provider's name as people of this language know it. */
export function providerName(provider: MailProvider, language: string): string {
  return provider.names[language.split("-")[0] ?? language] ?? provider.name;
}

/** A provider's own words in a language, or in English. */
export function inLanguage(texts: Readonly<Record<string, string>>, language: string): string | undefined {
  return texts[language.split("-")[0] ?? language] ?? texts["en"];
}

/** The provider's own pages: where an app password is made, and its help. */
export function HelpLinks({ provider }: { readonly provider: MailProvider }): VNode | null {
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
