import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Banner, Button, SegmentedControl, useI18n } from "../../kit/index.ts";
import type { Choices } from "../choices.ts";
import type { ConflictKey, ConflictRow } from "../form/conflict.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import { labelKeys } from "../form/user-form.ts";
import type { UserFormValues } from "../form/values.ts";
import { catalogue } from "../messages/index.ts";
import type { UserManagerModel } from "../user-manager.model.ts";

interface ConflictPanelProps {
  readonly manager: UserManagerModel;
  readonly model: UserSheetModel;
}

/** Both versions field by field; the form waits below until it is decided. */
export function ConflictPanel({ manager, model }: ConflictPanelProps): VNode {
  const { t } = useI18n(catalogue);
  const rows = model.conflict.value?.rows ?? [];
  const panel = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    panel.current?.scrollIntoView({ block: "nearest" });
    panel.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section class="conflict" part="conflict" aria-label={t("conflictTitle")} ref={panel} tabIndex={-1}>
      <Banner tone="warning" title={t("conflictTitle")}>
        {t(rows.length === 0 ? "conflictSame" : "conflictText")}
      </Banner>
      {rows.map((row) => (
        <ConflictItem key={row.key} choices={manager.choices.value} model={model} row={row} />
      ))}
      <div class="conflict-foot">
        <Button variant="primary" onClick={model.resolveConflict}>
          {t("conflictApply")}
        </Button>
      </div>
    </section>
  );
}

interface ConflictItemProps {
  readonly choices: Choices;
  readonly model: UserSheetModel;
  readonly row: ConflictRow;
}

function ConflictItem({ choices, model, row }: ConflictItemProps): VNode {
  const { t, format } = useI18n(catalogue);
  const label = (t as (key: string) => string)(row.key === "sip" ? "sipAccount" : labelKeys[row.key]);
  const say = (values: UserFormValues): string =>
    describe(row.key, values, choices, (names) => format.list(names)) || t("emptyValue");
  return (
    <div class="conflict-row">
      <div class="conflict-label">{label}</div>
      <dl class="conflict-versions">
        <div class={row.keep === "mine" ? "chosen" : undefined}>
          <dt>{t("conflictYours")}</dt>
          <dd>
            <bdi>{say(row.mine)}</bdi>
          </dd>
        </div>
        <div class={row.keep === "theirs" ? "chosen" : undefined}>
          <dt>{t("conflictTheirs")}</dt>
          <dd>
            <bdi>{say(row.theirs)}</bdi>
          </dd>
        </div>
      </dl>
      <SegmentedControl
        label={label}
        hideLabel
        value={row.keep}
        onChange={(which) => model.keep(row.key, which)}
        options={[
          { value: "mine", label: t("conflictKeepMine") },
          { value: "theirs", label: t("conflictTakeTheirs") },
        ]}
      />
    </div>
  );
}

/** A value as a person reads it. Empty for nothing. */
function describe(
  key: ConflictKey,
  values: UserFormValues,
  choices: Choices,
  list: (names: readonly string[]) => string,
): string {
  const name = (options: Choices[keyof Choices], id: string | null): string =>
    id === null ? "" : (options.find(({ value }) => value === id)?.label ?? id);
  switch (key) {
    case "positionId":
      return name(choices.positions, values.positionId);
    case "departmentId":
      return name(choices.departments, values.departmentId);
    case "roleIds":
      return list(values.roleIds.map((id) => name(choices.roles, id)));
    case "groupIds":
      return list(values.groupIds.map((id) => name(choices.groups, id)));
    case "sip":
      return values.sipOn
        ? `${values.sipLogin}@${values.sipDomain}:${values.sipPort}, ${values.sipTransport.toUpperCase()}`
        : "";
    default:
      return values[key] ?? "";
  }
}
