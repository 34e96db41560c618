import type { VNode } from "preact";
import { useI18n } from "../../../../kit/index.ts";
import { DayField } from "../../common/day-field.tsx";
import { catalogue } from "../messages/index.ts";
import type { PeopleSection } from "../people.model.ts";

/** The day that both views ask about. */
export function DayOfModel({ model }: { readonly model: PeopleSection }): VNode {
  const { t } = useI18n(catalogue);
  return (
    <DayField
      label={t("day")}
      today={t("today")}
      value={model.day.value}
      now={model.source.value.now()}
      onChange={model.setDay}
      help={model.day.value === null ? undefined : t("dayHelp")}
      error={model.past.value ? t("dayPast") : undefined}
    />
  );
}
