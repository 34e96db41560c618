import type { VNode } from "preact";
import type { SipAccount, SipTransport, UnsupportedReason } from "@crewdock/contract";
import {
  Banner,
  Combobox,
  FormSection,
  type Option,
  PasswordField,
  Select,
  Switch,
  TextField,
  useI18n,
} from "../../kit/index.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import { overWebSocket } from "../form/values.ts";
import { catalogue } from "../messages/index.ts";
import { SipCheck } from "./sip-check.tsx";

const transports: readonly { readonly value: SipTransport; readonly label: string }[] = [
  { value: "udp", label: "UDP" },
  { value: "tcp", label: "TCP" },
  { value: "tls", label: "TLS" },
  { value: "ws", label: "WebSocket" },
  { value: "wss", label: "WebSocket (TLS)" },
];

/** Stands for 'a new account' among the options. */
const fresh = "new";

/** The SIP account: off, a free one, the present one, or a new one with its own server. */
export function TelephonySection({ model }: { readonly model: UserSheetModel }): VNode {
  const { t } = useI18n(catalogue);
  const { fields } = model.form;
  const required = model.session.policy.sipAccount === "required";
  const on = fields.sipOn.value.value;
  const why = model.rules.refusal("sipOn");
  if (why !== undefined) return <StoredAccount model={model} why={why} />;
  return (
    <FormSection id="telephony" title={t("sectionTelephony")} description={t("telephonyText")}>
      <div class="field">
        <Switch
          checked={on}
          onChange={model.sip.setOn}
          label={t("sipConnect")}
          help={t(required ? "sipRequired" : "sipConnectHelp")}
        />
        {fields.sipOn.error.value === undefined ? undefined : <p class="field-error">{fields.sipOn.error.value}</p>}
      </div>
      {on ? <SipAccountFields model={model} /> : undefined}
    </FormSection>
  );
}

/** An account that can only be looked at. */
function StoredAccount({ model, why }: { readonly model: UserSheetModel; readonly why: UnsupportedReason }): VNode {
  const { t } = useI18n(catalogue);
  const { sipOn, sipLogin, sipDomain } = model.form.values.value;
  return (
    <FormSection id="telephony" title={t("sectionTelephony")} description={t("telephonyText")}>
      {sipOn ? (
        <TextField
          label={t("sipAccount")}
          value={`${sipLogin}@${sipDomain}`}
          help={t(`fixed_${why}`)}
          readonly
          tabular
        />
      ) : (
        <p class="muted user-fixed">{t(`reason_${why}`)}</p>
      )}
    </FormSection>
  );
}

function SipAccountFields({ model }: { readonly model: UserSheetModel }): VNode {
  const { t } = useI18n(catalogue);
  const { fields } = model.form;
  const { sip } = model;
  const present = model.user.value?.sipAccount ?? null;
  const option = (account: SipAccount): Option => ({
    value: account.id,
    label: account.login,
    detail: account.domain,
    group: t(account.id === present?.id ? "sipOwn" : "sipFree"),
  });
  const transport = fields.sipTransport.value.value;
  return (
    <>
      {sip.choices.error.value === undefined ? undefined : <Banner tone="warning">{t("sipLoadFailed")}</Banner>}
      <Combobox
        value={fields.sipId.value.value ?? fresh}
        error={fields.sipId.error.value}
        onChange={(id) => sip.pick(id === fresh ? null : id)}
        label={t("sipAccount")}
        note={sip.picked.value === null ? undefined : t("sipPicked")}
        help={t("sipAccountHelp")}
        options={[{ value: fresh, label: t("sipNew"), detail: t("sipNewDetail") }, ...sip.accounts.value.map(option)]}
        clearable={false}
      />
      <TextField field={fields.sipLogin} label={t("sipLogin")} name="sipLogin" tabular required />
      <PasswordField
        field={fields.sipPassword}
        label={t("sipPassword")}
        name="sipPassword"
        autocomplete="off"
        help={
          sip.passwordStored.value
            ? t("sipPasswordStored")
            : fields.sipId.value.value === null
              ? undefined
              : t("sipPasswordAgain")
        }
        required={!sip.passwordStored.value}
      />
      <div class="user-pair">
        <TextField field={fields.sipDomain} label={t("sipDomain")} name="sipDomain" inputmode="url" required />
        <TextField field={fields.sipPort} label={t("sipPort")} name="sipPort" inputmode="numeric" tabular required />
      </div>
      <Select
        class="short"
        value={transport}
        onInput={sip.setTransport}
        label={t("sipTransport")}
        name="sipTransport"
        options={transports}
      />
      {overWebSocket(transport) ? (
        <TextField
          field={fields.sipUrl}
          label={t("sipUrl")}
          name="sipUrl"
          type="url"
          inputmode="url"
          help={t("sipUrlHelp")}
        />
      ) : undefined}
      <SipCheck model={model} />
    </>
  );
}
