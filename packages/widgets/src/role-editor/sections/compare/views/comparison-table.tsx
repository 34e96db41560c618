import type { VNode } from "preact";
import { type I18n, useI18n } from "../../../../kit/index.ts";
import { isSwitch } from "../../../model/grants.ts";
import { Tile } from "../../../views/tile.tsx";
import type { CompareSection, Pair, Side } from "../compare.model.ts";
import { catalogue, type CompareSource } from "../messages/index.ts";
import { type ComparedRight, type Comparison, differencesOf } from "../model/comparison.ts";

interface TableProps {
  readonly model: CompareSection;
  readonly comparison: Comparison;
  readonly sides: Pair<Side>;
}

/** What a side is called: the role, the person, or the day where it is the person on two days. */
export function sideName({ t, format }: I18n<CompareSource>, { name, day }: Side): string {
  if (day !== null) return format.date(`${day}T00:00`);
  return name ?? t("today");
}

/** Rights down, the two sides across; what differs is marked where all is shown. */
export function ComparisonTable({ model, comparison, sides }: TableProps): VNode {
  const i18n = useI18n(catalogue);
  const names = model.source.value.names.value;
  const entities = model.all.value ? comparison.entities : differencesOf(comparison.entities);
  return (
    <table class="compared">
      <thead>
        <tr>
          <th scope="col">{i18n.t("right")}</th>
          <th scope="col" dir="auto">
            {sideName(i18n, sides.left)}
          </th>
          <th scope="col" dir="auto">
            {sideName(i18n, sides.right)}
          </th>
        </tr>
      </thead>
      {entities.map(({ entity, rights }) => (
        <tbody key={entity.id}>
          <tr class="compared-entity">
            <th scope="rowgroup" colSpan={3}>
              {names.entity(entity)}
            </th>
          </tr>
          {rights.map((right) => (
            <Right key={right.action.key} model={model} right={right} marked={model.all.value && right.differs} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

interface RightProps {
  readonly model: CompareSection;
  readonly right: ComparedRight;
  readonly marked: boolean;
}

function Right({ model, right: { action, left, right }, marked }: RightProps): VNode {
  const { t } = useI18n(catalogue);
  const names = model.source.value.names.value;
  return (
    <tr class={marked ? "differs" : undefined}>
      <th scope="row">
        {names.action(action)}
        {marked ? <span class="visually-hidden">{`, ${t("differs")}`}</span> : undefined}
      </th>
      {[left, right].map((scope, at) => (
        <td key={at}>
          <Tile scope={scope} text={names.scope(action, scope)} onOff={isSwitch(action)} />
        </td>
      ))}
    </tr>
  );
}
