import ArrowLeftRight from "lucide/dist/esm/icons/arrow-left-right.mjs";
import type { VNode } from "preact";
import { IconButton, Select, useI18n } from "../../../../kit/index.ts";
import { DayField } from "../../common/day-field.tsx";
import { dayOf } from "../../common/days.ts";
import { PersonPicker } from "../../common/person-picker.tsx";
import type { CompareSection } from "../compare.model.ts";
import { catalogue } from "../messages/index.ts";

const both = ["left", "right"] as const;

/** The two that are compared. */
export function Question({ model }: { readonly model: CompareSection }): VNode {
  const { t } = useI18n(catalogue);
  const swap = <IconButton icon={ArrowLeftRight} label={t("swap")} onClick={() => model.swap()} />;
  const source = model.source.value;
  const users = model.loaded.data.value;
  switch (model.kind.value) {
    case "roles": {
      const options = (source.content.value?.roles ?? []).map(({ id, name }) => ({ value: id, label: name }));
      const [left, right] = both.map((side) => (
        <Select
          key={side}
          class="picker"
          label={t(`${side}Role`)}
          options={options}
          value={model.roles.value[side] ?? ""}
          onInput={(id) => model.chooseRole(side, id)}
        />
      ));
      return (
        <div class="question">
          {left}
          {swap}
          {right}
        </div>
      );
    }
    case "people": {
      const [left, right] = both.map((side) => (
        <PersonPicker
          key={side}
          label={t(`${side}Person`)}
          placeholder={t("personPlaceholder")}
          value={model.people.value[side]}
          user={users?.get(model.people.value[side] ?? "")}
          search={model.search}
          onChange={(id) => model.choosePerson(side, id)}
        />
      ));
      return (
        <div class="question">
          {left}
          {swap}
          {right}
        </div>
      );
    }
    case "days": {
      const now = source.now();
      const [left, right] = both.map((side) => {
        const day = model.days.value[side];
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
      });
      return (
        <div class="question">
          <PersonPicker
            label={t("person")}
            placeholder={t("personPlaceholder")}
            value={model.person.value}
            user={users?.get(model.person.value ?? "")}
            search={model.search}
            onChange={model.chooseOne}
          />
          {left}
          {right}
        </div>
      );
    }
  }
}
