import type { VNode } from "preact";
import AtSign from "lucide/dist/esm/icons/at-sign.mjs";
import CircleCheck from "lucide/dist/esm/icons/circle-check.mjs";
import Server from "lucide/dist/esm/icons/server.mjs";
import type { MailProvider } from "@crewdock/contract";
import { Banner, ErrorState, Icon, Skeleton, TextField, useI18n } from "../../kit/index.ts";
import type { MailWizard } from "../mail-wizard.model.ts";
import { catalogue } from "../messages/index.ts";
import { domainOf } from "../model/servers.ts";
import { HelpLinks, inLanguage, providerName } from "./provider-help.tsx";

/** First step: the address, and who keeps the mailbox. */
export function AddressStep({ model }: { readonly model: MailWizard }): VNode {
  const { t, language } = useI18n(catalogue);
  const { email } = model.form.fields;
  const closed = model.closed.value;
  // Of a tile that was pressed before there is an address, nothing is recognised yet.
  const provider = closed === undefined && domainOf(email.value.value) !== "" ? model.provider.value : undefined;
  return (
    <div class="wizard-step stack">
      <TextField
        field={email}
        label={t("email")}
        placeholder={t("emailPlaceholder")}
        type="email"
        inputmode="email"
        autocomplete="email"
        name="email"
        icon={AtSign}
        required
        autofocus
        selected={!email.dirty.value}
        help={
          provider ? (
            <span class="recognised">
              <Icon icon={CircleCheck} size={14} />
              {t("recognised", { name: providerName(provider, language) })}
            </span>
          ) : undefined
        }
      />
      {closed === undefined ? undefined : <Closed provider={closed} />}
      <Tiles model={model} />
    </div>
  );
}

/** Says at once that a provider cannot be connected, and why. */
export function Closed({ provider }: { readonly provider: MailProvider }): VNode {
  const { t, language } = useI18n(catalogue);
  return (
    <Banner tone="warning" title={t("noPasswordTitle", { name: providerName(provider, language) })} role="status">
      {inLanguage(provider.help.hint, language)}
      <HelpLinks provider={provider} />
    </Banner>
  );
}

function Tiles({ model }: { readonly model: MailWizard }): VNode {
  const { t, language } = useI18n(catalogue);
  const { data, error, reload } = model.providers;
  if (error.value !== undefined && data.value === undefined)
    return <ErrorState compact error={error.value} onRetry={() => void reload()} />;
  if (data.value === undefined) return <Skeleton shape="block" height="72px" />;
  const provider = model.provider.value;
  return (
    <fieldset class="tiles" part="providers">
      <legend class="visually-hidden">{t("provider")}</legend>
      {data.value
        .filter((candidate) => candidate.featured)
        .map((candidate) => (
          <button
            type="button"
            key={candidate.id}
            class="tile"
            part="provider"
            aria-pressed={candidate.id === provider?.id}
            onClick={() => model.choose(candidate)}
          >
            <span class={`tile-mark ${candidate.id}`} aria-hidden="true">
              {providerName(candidate, language).slice(0, 1)}
            </span>
            {providerName(candidate, language)}
          </button>
        ))}
      <button
        type="button"
        class="tile"
        part="provider"
        aria-pressed={model.other.value}
        onClick={() => model.choose(undefined)}
      >
        <span class="tile-mark other" aria-hidden="true">
          <Icon icon={Server} />
        </span>
        {t("otherProvider")}
      </button>
    </fieldset>
  );
}
