import type { VNode } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { Combobox, FormSection, type Option, TextField, useI18n } from "../../kit/index.ts";
import { findTimeZones, timeZoneOption } from "../form/time-zones.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import { catalogue } from "../messages/index.ts";
import { type FieldRuleProps, useFieldRule } from "./field-rule.ts";

/** Who it is and where they are reached. */
export function PersonSection({ model }: { readonly model: UserSheetModel }): VNode {
  const { t } = useI18n(catalogue);
  const { fields } = model.form;
  const rule = useFieldRule(model);
  const last = rule("last", { required: true });
  const first = rule("first", { required: true });
  const patronymic = rule("patronymic");
  const email = rule("email", { required: true });
  const timeZone = rule("timeZone", { required: true });
  const serviceNumber = rule("serviceNumber", {
    help: t(model.shown.value.has("telephony") ? "serviceNumberHelp" : "serviceNumberPlainHelp"),
  });
  return (
    <FormSection id="person" title={t("sectionPerson")} description={t("personText")}>
      {last && (
        <TextField
          {...last}
          field={fields.last}
          label={t("last")}
          name="last"
          autocomplete="off"
          autofocus={model.user.value === null}
        />
      )}
      {first && <TextField {...first} field={fields.first} label={t("first")} name="first" autocomplete="off" />}
      {patronymic && (
        <TextField
          {...patronymic}
          field={fields.patronymic}
          label={t("patronymic")}
          name="patronymic"
          autocomplete="off"
        />
      )}
      {email && (
        <TextField
          {...email}
          field={fields.email}
          label={t("email")}
          name="email"
          type="email"
          inputmode="email"
          autocomplete="off"
        />
      )}
      {timeZone && <TimeZoneField model={model} rule={timeZone} />}
      {serviceNumber && (
        <TextField
          {...serviceNumber}
          class="short"
          field={fields.serviceNumber}
          label={t("serviceNumber")}
          name="serviceNumber"
          tabular
        />
      )}
    </FormSection>
  );
}

interface TimeZoneFieldProps {
  readonly model: UserSheetModel;
  readonly rule: FieldRuleProps;
}

function TimeZoneField({ model, rule }: TimeZoneFieldProps): VNode {
  const { t, language } = useI18n(catalogue);
  const field = model.form.fields.timeZone;
  const own = model.session.user.timeZone;
  const zone = field.value.value;
  const load = useCallback(
    (query: string): Promise<readonly Option[]> => Promise.resolve(findTimeZones(query, language, own, new Date())),
    [language, own],
  );
  const selected = useMemo(
    () => (zone === null ? undefined : timeZoneOption(zone, language, new Date())),
    [zone, language],
  );
  return (
    <Combobox
      field={field}
      label={t("timeZone")}
      load={load}
      selected={selected}
      help={rule.help ?? selected?.detail}
      note={zone === own ? t("timeZoneYours") : undefined}
      required={rule.required}
      disabled={rule.readonly}
    />
  );
}
