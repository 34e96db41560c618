import FileCheck from "lucide/dist/esm/icons/file-check.mjs";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Banner, Button, EmptyState, useI18n } from "../../../../kit/index.ts";
import type { RoleEditor } from "../../../role-editor.model.ts";
import { AffectedPeople } from "../../../views/parts.ts";
import { catalogue } from "../messages/index.ts";
import type { Exchange } from "../model/exchange.model.ts";
import type { RolePlan } from "../model/plan.ts";
import { ImportRole } from "./import-role.tsx";

export interface ReviewProps {
  readonly model: RoleEditor;
  readonly exchange: Exchange;
}

/** Roles drawn at once, and added with each press. */
const page = 50;

/** Whether there is anything to tell of a role beyond that it stays. */
function isTold({ merged: { state, unknown, differences } }: RolePlan): boolean {
  return state !== "same" || unknown.length > 0 || differences.length > 0;
}

/** What the file would change role by role, and whom it hits. */
export function Review({ model, exchange }: ReviewProps): VNode {
  const { t, format } = useI18n(catalogue);
  const [most, setMost] = useState(page);
  const plans = exchange.plans.value;
  const told = plans.filter(isTold);
  const rest = plans.filter((plan) => !isTold(plan)).map(({ merged }) => merged.entry.name);
  const made = exchange.file.value?.exportedAt ?? null;
  const file = exchange.fileName.value;
  return (
    <div class="exchange stack">
      <div class="row file-line">
        <span class="muted">{made === null ? file : t("fileMade", { file, date: format.dateTime(made) })}</span>
        <Button variant="ghost" size="small" onClick={() => exchange.forget()}>
          {t("chooseAnother")}
        </Button>
      </div>
      {exchange.interrupted.value ? (
        <Banner tone="warning" title={t("interrupted")}>
          {t("interruptedText")}
        </Banner>
      ) : undefined}
      {told.length > 0 ? undefined : (
        <EmptyState icon={FileCheck} title={t("nothing")} text={t("nothingText")} compact />
      )}
      {told.slice(0, most).map((plan) => (
        <ImportRole key={plan.key} model={model} exchange={exchange} plan={plan} />
      ))}
      {told.length > most ? <Button onClick={() => setMost(most + page)}>{t("showMore")}</Button> : undefined}
      {rest.length === 0 ? undefined : (
        <p class="muted">{t("unchanged", { count: rest.length, list: format.list(rest) })}</p>
      )}
      {exchange.count.value > 0 ? <Hit model={model} exchange={exchange} /> : undefined}
    </div>
  );
}

/** Who gains and who loses by what would be stored. */
function Hit({ model, exchange }: ReviewProps): VNode {
  const { t } = useI18n(catalogue);
  const { people } = exchange;
  const found = exchange.affected.value;
  if (!model.offered.value.people) return <p class="muted">{t("affectedUnknown")}</p>;
  const seesAll = model.data.data.value?.session.grants["user.view"] === "any";
  if (found?.length === 0) return <p class="muted">{t("affectedNobody")}</p>;
  const state = people.error.value === undefined ? (found === null ? "loading" : "ready") : "error";
  return (
    <section class="import-affected">
      <AffectedPeople
        model={{ ...model, people: { ...model.people, error: people.error, reload: people.reload } }}
        affected={{
          state,
          people: found ?? [],
          count: found?.length ?? 0,
          exact: seesAll && !people.tooMany.value,
        }}
      />
    </section>
  );
}
