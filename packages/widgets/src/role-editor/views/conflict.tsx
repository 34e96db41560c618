import type { VNode } from "preact";
import { Banner, Button, Dialog, SegmentedControl, useI18n, useKit } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import { describeSubject } from "../model/describe-subject.ts";
import { parseSubject } from "../model/given.ts";
import type { Difference } from "../model/merge.ts";
import type { RoleEditor } from "../role-editor.model.ts";

const order = ["both", "theirs", "mine"] as const;
const titles = { both: "conflictBoth", theirs: "conflictTheirs", mine: "conflictMine" } as const;

/** Both versions of a role, place by place, with a choice at each. */
export function ConflictDialog({ model }: { readonly model: RoleEditor }): VNode | null {
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const { editing } = model;
  const conflict = editing.conflict.value;
  if (conflict === null) return null;
  const clash = conflict.found.some(({ by }) => by === "both");
  return (
    <Dialog
      open
      title={t("conflictTitle", { name: conflict.theirs.role.name })}
      width={680}
      onClose={() => editing.closeConflict()}
      footer={
        <>
          <Button onClick={() => editing.closeConflict()}>{kit.t("cancel")}</Button>
          <Button onClick={() => void editing.merge(false)}>{t("merge")}</Button>
          <Button variant="primary" onClick={() => void editing.merge(true)}>
            {t("mergeSave")}
          </Button>
        </>
      }
    >
      <div class="conflict" part="conflict">
        {clash ? <p class="muted">{t("conflictText")}</p> : <Banner role="none">{t("conflictNone")}</Banner>}
        {order.map((by) => {
          const found = conflict.found.filter((each) => each.by === by);
          return found.length === 0 ? undefined : (
            <section key={by}>
              <h3>{t(titles[by])}</h3>
              <ul class="conflict-list">
                {found.map((difference) => (
                  <DifferenceLine key={`${difference.kind} ${difference.key}`} model={model} difference={difference} />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

function DifferenceLine({
  model,
  difference,
}: {
  readonly model: RoleEditor;
  readonly difference: Difference;
}): VNode | null {
  const { t, format } = useI18n(catalogue);
  const conflict = model.editing.conflict.value;
  const names = model.names.value;
  if (conflict === null) return null;
  const subject = difference.kind === "given" ? parseSubject(difference.key) : null;
  const info = subject === null ? null : describeSubject(subject, model.content.value, model.people.users.value);
  const name = info === null ? names.full(difference.key) : (info.name ?? t(`subject_${info.kind}`));
  const until = (value: string | null | undefined): string => {
    if (value === undefined) return t("notGiven");
    return value === null ? t("given") : t("givenUntil", { date: format.date(new Date(value).getTime() - 1) });
  };
  const text = (side: "base" | "mine" | "theirs"): string =>
    difference.kind === "grant"
      ? names.scope(model.content.value?.index.actions.get(difference.key), difference[side])
      : until(difference[side]);
  return (
    <li class="conflict-line">
      <div>
        <span dir="auto">{name}</span>
        <span class="muted">
          {t("before")}: {text("base")}
        </span>
      </div>
      <SegmentedControl
        label={name}
        hideLabel
        value={conflict.isMine(difference) ? "mine" : "theirs"}
        options={[
          { value: "mine", label: `${t("mine")}: ${text("mine")}` },
          { value: "theirs", label: `${t("theirs")}: ${text("theirs")}` },
        ]}
        onChange={(side) => conflict.choose(difference, side)}
      />
    </li>
  );
}
