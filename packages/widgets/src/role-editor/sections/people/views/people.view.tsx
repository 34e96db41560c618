import { useModel } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { Tabs, useI18n, useStyles } from "../../../../kit/index.ts";
import { questionStyles } from "../../common/section.styles.ts";
import type { SectionProps } from "../../section.tsx";
import { catalogue } from "../messages/index.ts";
import { PeopleModel } from "../people.model.ts";
import { peopleStyles } from "../styles/people.styles.ts";
import { PersonView } from "./person.view.tsx";
import { RecordView } from "./record.view.tsx";

/** What people may do and why, and who can do something to a record. */
export function PeopleView({ source, shown }: SectionProps): VNode {
  useStyles(questionStyles, peopleStyles);
  const model = useModel(() => new PeopleModel(source));
  const { t } = useI18n(catalogue);
  useEffect(() => {
    model.shown.value = shown;
  }, [model, shown]);
  return (
    <div class="people">
      <Tabs
        label={t("views")}
        value={model.view.value}
        onChange={model.look}
        tabs={[
          { id: "person", label: t("viewPerson") },
          { id: "record", label: t("viewRecord") },
        ]}
      >
        {(view) => (view === "person" ? <PersonView model={model} /> : <RecordView model={model} />)}
      </Tabs>
    </div>
  );
}
