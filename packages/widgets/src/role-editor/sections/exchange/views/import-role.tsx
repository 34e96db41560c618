import type { RoleDifference } from "@crewdock/contract";
import type { VNode } from "preact";
import { Badge, Button, Checkbox, SegmentedControl, useI18n } from "../../../../kit/index.ts";
import type { RoleEditor } from "../../../role-editor.model.ts";
import { catalogue } from "../messages/index.ts";
import type { Exchange } from "../model/exchange.model.ts";
import { choiceKey, type RolePlan } from "../model/plan.ts";

const tones = { changed: "accent", new: "success", gone: "warning", same: "neutral" } as const;

/** Rights named of those that a file makes up: there can be any number. */
const most = 20;

export interface ImportRoleProps {
  readonly model: RoleEditor;
  readonly exchange: Exchange;
  readonly plan: RolePlan;
}

/** What would become of one role, with a choice where file and CRM changed the same. */
export function ImportRole({ model, exchange, plan }: ImportRoleProps): VNode {
  const { t, format } = useI18n(catalogue);
  const names = model.names.value;
  const { merged, hindrance, taken, followed, result } = plan;
  const { entry, state, theirs, differences, unknown } = merged;
  const say = useValues(model);
  const keyOf = (difference: RoleDifference): string => choiceKey(plan.key, difference);
  const by = (side: RoleDifference["by"]): readonly RoleDifference[] => differences.filter((each) => each.by === side);
  const kept = by("theirs");
  const decides = state === "gone" && merged.edited && hindrance === null;
  return (
    <section class={taken === false ? "import-role left" : "import-role"} aria-label={entry.name}>
      <header>
        <Checkbox
          label={t("take", { name: entry.name })}
          hideLabel
          checked={taken === true}
          indeterminate={taken === null}
          disabled={hindrance !== null}
          onChange={(checked) => exchange.take(plan, checked)}
        />
        <h3 dir="auto">{theirs?.name ?? entry.name}</h3>
        {state === "same" ? undefined : <Badge tone={tones[state]}>{t(`state_${state}`)}</Badge>}
      </header>
      {hindrance === null ? undefined : <p class="import-note">{t(hindrance)}</p>}
      {state === "gone" ? (
        <div class="import-note import-clash">
          <span>{t(merged.edited ? "goneEdited" : "goneText")}</span>
          {decides ? (
            <SegmentedControl
              label={entry.name}
              hideLabel
              value={taken === null ? undefined : taken ? "take" : "leave"}
              options={[
                { value: "take", label: t("bringBack") },
                { value: "leave", label: t("leaveGone") },
              ]}
              onChange={(choice) => exchange.take(plan, choice === "take")}
            />
          ) : undefined}
        </div>
      ) : undefined}
      {merged.matched === "name" ? <p class="import-note">{t("byName")}</p> : undefined}
      {theirs === null ? (
        <p class="import-note muted">{t("rights", { count: Object.keys(result.grants).length })}</p>
      ) : undefined}
      {by("both").length > 2 ? (
        <div class="import-note row">
          {(["ours", "theirs"] as const).map((side) => (
            <Button key={side} size="small" onClick={() => exchange.chooseAll(plan, side)}>
              {t(side === "ours" ? "allFile" : "allHere")}
            </Button>
          ))}
        </div>
      ) : undefined}
      <ul class="import-changes">
        {by("both").map((difference) => (
          <Clash key={keyOf(difference)} exchange={exchange} plan={plan} difference={difference} say={say} />
        ))}
        {by("ours").map((difference) => (
          <li key={keyOf(difference)} class="import-change">
            <span>{say.name(difference)}</span>
            <span class="muted">
              {t("fromTo", { from: say.value(difference, "theirs"), to: say.value(difference, "ours") })}
            </span>
          </li>
        ))}
      </ul>
      {followed.length === 0 ? undefined : (
        <p class="import-note muted">
          {t("along", {
            list: format.list(
              followed.map(
                ({ key, to }) => `${names.full(key)}: ${names.scope(model.content.value?.index.actions.get(key), to)}`,
              ),
            ),
          })}
        </p>
      )}
      {kept.length === 0 ? undefined : (
        <p class="import-note muted">
          {t("keptHere", {
            count: kept.length,
            list: format.list(kept.map((each) => say.name(each))),
          })}
        </p>
      )}
      {unknown.length === 0 ? undefined : (
        <p class="import-note">
          {t("unknown", {
            count: unknown.length,
            list: format.list(
              unknown
                .slice(0, most)
                .map(({ action, scope, lacks }) => `${lacks === "action" ? action : names.full(action)} (${scope})`)
                .concat(unknown.length > most ? "…" : []),
            ),
          })}
        </p>
      )}
    </section>
  );
}

interface Values {
  readonly name: (difference: RoleDifference) => string;
  readonly value: (difference: RoleDifference, side: "base" | "ours" | "theirs") => string;
}

/** How values of a role are called and written. */
function useValues(model: RoleEditor): Values {
  const { t } = useI18n(catalogue);
  const names = model.names.value;
  return {
    name: (difference) => (difference.kind === "grant" ? names.full(difference.action) : t(difference.kind)),
    value: (difference, side) => {
      if (difference.kind !== "grant") return difference[side] ?? t("noDescription");
      return names.scope(model.content.value?.index.actions.get(difference.action), difference[side] ?? "none");
    },
  };
}

function Clash({
  exchange,
  plan,
  difference,
  say,
}: Omit<ImportRoleProps, "model"> & { readonly difference: RoleDifference; readonly say: Values }): VNode {
  const { t } = useI18n(catalogue);
  const name = say.name(difference);
  return (
    <li class={difference.kind === "grant" ? "import-clash" : "import-clash texts"}>
      <div>
        <span>{name}</span>
        {difference.base === undefined ? undefined : (
          <span class="muted">
            {t("conflict")}. {t("was", { value: say.value(difference, "base") })}
          </span>
        )}
      </div>
      <SegmentedControl
        label={name}
        hideLabel
        value={exchange.sideOf(plan, difference)}
        options={[
          { value: "ours", label: t("file", { value: say.value(difference, "ours") }) },
          { value: "theirs", label: t("here", { value: say.value(difference, "theirs") }) },
        ]}
        onChange={(side) => exchange.choose(plan, difference, side)}
      />
    </li>
  );
}
