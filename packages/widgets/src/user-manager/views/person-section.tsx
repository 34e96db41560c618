import type { VNode } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { Combobox, FormSection, type Option, TextField, useI18n } from "../../kit/index.ts";
import { findTimeZones, timeZoneOption } from "../form/time-zones.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import { catalogue } from "../messages/index.ts";

/** Who it is and where they are reached. */
export function PersonSection({ model }: { readonly model: UserSheetModel }): VNode {
  const { t } = useI18n(catalogue);
  const { fields } = model.form;
  return (
    <FormSection id="person" title={t("sectionPerson")} description={t("personText")}>
      <TextField
        field={fields.last}
        label={t("last")}
        name="last"
        autocomplete="off"
        autofocus={model.user.value === null}
        required
      />
      <TextField field={fields.first} label={t("first")} name="first" autocomplete="off" required />
      <TextField field={fields.patronymic} label={t("patronymic")} name="patronymic" autocomplete="off" />
      <TextField
        field={fields.email}
        label={t("email")}
        name="email"
        type="email"
        inputmode="email"
        autocomplete="off"
        required
      />
      <TimeZoneField model={model} />
      <TextField
        class="short"
        field={fields.serviceNumber}
        label={t("serviceNumber")}
        name="serviceNumber"
        help={t("serviceNumberHelp")}
        tabular
      />
    </FormSection>
  );
}

function TimeZoneField({ model }: { readonly model: UserSheetModel }): VNode {
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
      help={selected?.detail}
      note={zone === own ? t("timeZoneYours") : undefined}
      required
    />
  );
}
