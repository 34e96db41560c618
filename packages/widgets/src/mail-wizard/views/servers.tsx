import type { VNode } from "preact";
import ChevronRight from "lucide/dist/esm/icons/chevron-right.mjs";
import type { MailProtocol, MailSecurity } from "@crewdock/contract";
import { Icon, NumberField, Select, TextField, useI18n } from "../../kit/index.ts";
import type { MailWizard } from "../mail-wizard.model.ts";
import { catalogue } from "../messages/index.ts";
import { usualPort } from "../model/servers.ts";

/** Servers of both directions; folded away where the provider is known. */
export function Servers({ model, open }: { readonly model: MailWizard; readonly open: boolean }): VNode {
  const { t } = useI18n(catalogue);
  const wrong = model.form.errors.value.some(({ field }) => /^(?:imap|smtp)/.test(field.name));
  return (
    <details class="servers" open={open || wrong}>
      <summary>
        <Icon icon={ChevronRight} />
        {t("servers")}
      </summary>
      <div class="servers-body">
        <Server model={model} protocol="imap" />
        <Server model={model} protocol="smtp" />
      </div>
    </details>
  );
}

function Server({ model, protocol }: { readonly model: MailWizard; readonly protocol: MailProtocol }): VNode {
  const { t } = useI18n(catalogue);
  const { fields } = model.form;
  const securities: readonly MailSecurity[] = ["ssl", "starttls", "none"];
  const port = fields[`${protocol}Port`];
  return (
    <fieldset class="server">
      <legend>{t(protocol === "imap" ? "incoming" : "outgoing")}</legend>
      <TextField
        field={fields[`${protocol}Host`]}
        label={t("host")}
        name={`${protocol}-host`}
        required
        class="server-host"
      />
      <NumberField field={port} label={t("port")} name={`${protocol}-port`} min={1} max={65535} required />
      <Select
        field={fields[`${protocol}Security`]}
        label={t("security")}
        name={`${protocol}-security`}
        options={securities.map((value) => ({ value, label: t(`security_${value}`) }))}
        onInput={(security) => {
          const usual = securities.map((each) => usualPort(protocol, each));
          if (port.value.value === null || usual.includes(port.value.value)) port.set(usualPort(protocol, security));
        }}
      />
      <TextField
        field={fields[`${protocol}User`]}
        label={t("username")}
        name={`${protocol}-user`}
        required
        class="server-user"
      />
    </fieldset>
  );
}
