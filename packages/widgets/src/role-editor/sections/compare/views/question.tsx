import ArrowLeftRight from "lucide/dist/esm/icons/arrow-left-right.mjs";
import type { Id } from "@crewdock/contract";
import type { VNode } from "preact";
import { IconButton, Select, useI18n } from "../../../../kit/index.ts";
import { DayField } from "../../common/day-field.tsx";
import { dayOf } from "../../common/days.ts";
import { PersonPicker } from "../../common/person-picker.tsx";
import type { CompareSection } from "../compare.model.ts";
import { catalogue } from "../messages/index.ts";

/** The two that are compared. */
export function Question({ model }: { readonly model: CompareSection }): VNode {
  const { t } = useI18n(catalogue);
  const { kind, roles, people, person, days } = model;
  const source = model.source.value;
  const now = source.now();
  const oneOf = (label: string, id: Id | null, onChange: (id: Id | null) => void): VNode => (
    <PersonPicker
      key={label}
      label={label}
      placeholder={t("personPlaceholder")}
      value={id}
      user={model.loaded.data.value?.get(id ?? "")}
      search={model.search}
      onChange={onChange}
    />
  );
  const [left, right] = (["left", "right"] as const).map((side) => {
    const day = days.value[side];
    switch (kind.value) {
      case "roles":
        return (
          <Select
            key={side}
            class="picker"
            label={t(`${side}Role`)}
            options={(source.content.value?.roles ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={roles.value[side] ?? ""}
            onInput={(id) => model.chooseRole(side, id)}
          />
        );
      case "people":
        return oneOf(t(`${side}Person`), people.value[side], (id) => model.choosePerson(side, id));
      case "days":
        return (
          <DayField
            key={side}
            label={t(`${side}Day`)}
            today={t("today")}
            value={day}
            now={now}
            error={day !== null && day < dayOf(now) ? t("dayPast") : undefined}
            onChange={(next) => model.chooseDay(side, next)}
          />
        );
    }
  });
  const isDays = kind.value === "days";
  return (
    <div class="question">
      {isDays ? oneOf(t("person"), person.value, model.chooseOne) : undefined}
      {left}
      {isDays ? undefined : <IconButton icon={ArrowLeftRight} label={t("swap")} onClick={() => model.swap()} />}
      {right}
    </div>
  );
}
