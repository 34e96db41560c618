import ArrowDown from "lucide/dist/esm/icons/arrow-down.mjs";
import ArrowUp from "lucide/dist/esm/icons/arrow-up.mjs";
import { displayName, type RightChange } from "@crewdock/contract";
import type { VNode } from "preact";
import { Avatar, ErrorState, Icon, SkeletonRows, useI18n, useStyles } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { AffectedPerson } from "../model/affected-people.ts";
import type { Affected } from "../model/affected-by-draft.ts";
import type { RoleEditor } from "../role-editor.model.ts";
import { overlayStyles } from "../styles/overlay.styles.ts";

/** Names drawn at once; a longer list helps nobody before a save. */
const mostPeople = 100;
const mostRights = 4;

/** Those whose rights change, by name, and what each gains and loses. */
export function AffectedPeople({
  model,
  affected,
}: {
  readonly model: RoleEditor;
  readonly affected: Affected;
}): VNode {
  useStyles(overlayStyles);
  const { t } = useI18n(catalogue);
  const { state, people, exact } = affected;
  if (state === "error") {
    return <ErrorState compact error={model.people.error.value} onRetry={() => void model.people.reload()} />;
  }
  const sums = [
    { kind: "gain", icon: ArrowUp, text: "gainsCount", count: people.filter(({ gains }) => gains.length > 0).length },
    { kind: "loss", icon: ArrowDown, text: "losesCount", count: people.filter(({ loses }) => loses.length > 0).length },
  ] as const;
  return (
    <>
      <div class="affected-head">
        <h3>{t("affectedTitle")}</h3>
        <p class="row affected-sums">
          {sums.map(({ kind, icon, text, count }) =>
            count === 0 ? undefined : (
              <span class={kind} key={kind}>
                <Icon icon={icon} size={14} />
                {t(text, { count })}
              </span>
            ),
          )}
        </p>
      </div>
      {state === "loading" && people.length === 0 ? (
        <SkeletonRows count={3} />
      ) : (
        <ul class="affected-list" tabIndex={0} aria-label={t("affectedTitle")}>
          {people.slice(0, mostPeople).map((person) => (
            <Person key={person.user.id} model={model} person={person} />
          ))}
          {people.length > mostPeople ? (
            <li class="muted">{t("moreRights", { count: people.length - mostPeople })}</li>
          ) : undefined}
        </ul>
      )}
      <p class="affected-note muted">{exact ? t("affectedOther") : t("affectedPartly")}</p>
    </>
  );
}

function Person({
  model,
  person: { user, gains, loses },
}: {
  readonly model: RoleEditor;
  readonly person: AffectedPerson;
}): VNode {
  return (
    <li class="affected-person">
      <Avatar name={displayName(user.name)} id={user.id} size={24} />
      <div class="affected-rights">
        <span dir="auto">{displayName(user.name)}</span>
        <Changes model={model} changes={gains} kind="gain" />
        <Changes model={model} changes={loses} kind="loss" />
      </div>
    </li>
  );
}

interface ChangesProps {
  readonly model: RoleEditor;
  readonly changes: readonly RightChange[];
  readonly kind: "gain" | "loss";
}

function Changes({ model, changes, kind }: ChangesProps): VNode | null {
  const { t } = useI18n(catalogue);
  const names = model.names.value;
  if (changes.length === 0) return null;
  const rest = changes.length - mostRights;
  return (
    <ul class={`rights-changed ${kind}`} aria-label={t(kind === "gain" ? "gains" : "loses")}>
      {changes.slice(0, mostRights).map(({ action: key, from, to }) => {
        const action = model.content.value?.index.actions.get(key);
        return (
          <li key={key}>
            <Icon icon={kind === "gain" ? ArrowUp : ArrowDown} size={12} />
            <span>
              {names.full(key)}{" "}
              <span class="muted">{t("fromTo", { from: names.scope(action, from), to: names.scope(action, to) })}</span>
            </span>
          </li>
        );
      })}
      {rest > 0 ? <li class="muted">{t("moreRights", { count: rest })}</li> : undefined}
    </ul>
  );
}
