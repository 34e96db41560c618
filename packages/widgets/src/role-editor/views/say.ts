import type { Scope } from "@crewdock/contract";
import type { I18n } from "../../kit/index.ts";
import type { Source } from "../messages/index.ts";
import type { Followed } from "../model/grants.ts";
import type { Matrix, SetResult } from "../model/matrix.ts";
import type { Stop } from "../model/matrix-stops.ts";

/** How many names a sentence lists before it counts the rest. */
const most = 3;

/** "a, b and 4 more". */
export function listSome({ t, format }: I18n<Source>, names: readonly string[], limit: number = most): string {
  const rest = names.length - limit;
  if (rest <= 0) return format.list(names);
  return t("andMore", { list: names.slice(0, limit).join(", "), count: rest });
}

/** What a place of the matrix is called. */
export function stopName({ sections, names, index }: Matrix, { kind, id, keys }: Stop): string {
  const words = names.value;
  const first = keys[0] === undefined ? undefined : index.value.actions.get(keys[0]);
  const entity = keys[0] === undefined ? undefined : index.value.entityOf.get(keys[0]);
  const section = sections.value.find((each) => id.startsWith(`${kind} ${each.section.id}`))?.section;
  if (kind === "section" && section !== undefined) return words.section(section);
  if (kind === "column" && first !== undefined) return words.action(first);
  if (kind === "entity" && entity !== undefined) return words.entity(entity);
  return keys[0] === undefined ? id : words.full(keys[0]);
}

/** What changed along with an edit, in one sentence for each direction; empty when nothing did. */
export function followedText(i18n: I18n<Source>, matrix: Matrix, followed: readonly Followed[]): string {
  const names = matrix.names.value;
  return (["raised", "lowered"] as const)
    .flatMap((direction): string[] => {
      const found = followed.filter((each) => each.direction === direction);
      const [only] = found;
      if (only === undefined) return [];
      if (found.length > 1) {
        const list = listSome(
          i18n,
          found.map(({ key }) => names.full(key)),
        );
        return [i18n.t(direction === "raised" ? "raisedMany" : "loweredMany", { count: found.length, list })];
      }
      const scope = names.scope(matrix.index.value.actions.get(only.key), only.to);
      return [i18n.t(direction, { name: names.full(only.key), scope, because: names.full(only.because) })];
    })
    .join(" ");
}

/** What setting a scope came to, for screen readers. */
export function resultText(i18n: I18n<Source>, matrix: Matrix, stop: Stop, scope: Scope, result: SetResult): string {
  const name = stopName(matrix, stop);
  const action = stop.kind === "cell" ? matrix.index.value.actions.get(stop.keys[0] ?? "") : undefined;
  const level = matrix.names.value.scope(action, scope);
  if (result.outcome === "not offered") return i18n.t("notOffered", { name, scope: level });
  if (result.outcome === "unchanged") return i18n.t("nothingToSet");
  const set =
    stop.kind === "cell"
      ? i18n.t("cellName", { name, scope: level })
      : i18n.t("cellsSet", { name, scope: level, count: result.changed.length });
  return `${set} ${followedText(i18n, matrix, result.followed)}`.trim();
}
