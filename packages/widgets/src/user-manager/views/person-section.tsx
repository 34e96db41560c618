import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { Combobox, FormSection, TextField, type TextFieldProps, useI18n } from "../../kit/index.ts";
import { findTimeZones, timeZoneOption } from "../form/time-zones.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import { catalogue } from "../messages/index.ts";
import { type FieldRuleProps, useFieldRule } from "./field-rule.ts";

/** Who it is and where they are reached. */
export function PersonSection({ model }: { readonly model: UserSheetModel }): VNode {
  const { t } = useI18n(catalogue);
  const rule = useFieldRule(model);
  const text = (
    name: "last" | "first" | "patronymic" | "email" | "serviceNumber",
    own: Parameters<typeof rule>[1],
    props?: Partial<TextFieldProps>,
  ): VNode | null => {
    const obeyed = rule(name, own);
    return obeyed && <TextField {...obeyed} {...props} field={model.form.fields[name]} label={t(name)} name={name} />;
  };
  const timeZone = rule("timeZone", needed);
  return (
    <FormSection id="person" title={t("sectionPerson")} description={t("personText")}>
      {text("last", needed, { autofocus: model.user.value === null })}
      {text("first", needed)}
      {text("patronymic", {})}
      {text("email", needed, { type: "email", inputmode: "email", onBlur: () => void model.lookForTaken() })}
      {timeZone && <TimeZoneField model={model} rule={timeZone} />}
      {text(
        "serviceNumber",
        { help: t(model.shown.value.has("telephony") ? "serviceNumberHelp" : "serviceNumberPlainHelp") },
        { class: "short", tabular: true },
      )}
    </FormSection>
  );
}

const needed = { required: true };

interface TimeZoneFieldProps {
  readonly model: UserSheetModel;
  readonly rule: FieldRuleProps;
}

function TimeZoneField({ model, rule }: TimeZoneFieldProps): VNode {
  const { t, language } = useI18n(catalogue);
  const cities = t("zoneCities");
  const field = model.form.fields.timeZone;
  const own = model.session.user.timeZone;
  const zone = field.value.value;
  const selected = useMemo(
    () => (zone === null ? undefined : timeZoneOption(zone, language, new Date(), cities)),
    [zone, language, cities],
  );
  return (
    <Combobox
      field={field}
      label={t("timeZone")}
      load={(query) => Promise.resolve(findTimeZones(query, language, own, new Date(), cities))}
      selected={selected}
      help={rule.help ?? selected?.detail}
      note={zone === own ? t("timeZoneYours") : undefined}
      required={rule.required}
      disabled={rule.readonly}
    />
  );
}
