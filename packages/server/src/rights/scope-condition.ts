import { type ActionKey, type RecordFacts, recordFilter, type RecordFilter } from "@crewdock/contract";
import type { SqlParameters } from "../store/db.ts";
import type { Actor } from "./actor.ts";

/** Where a list keeps what a scope goes by, such as `c.owner_id`. */
export type ScopeColumns = Readonly<Record<keyof RecordFacts, string>>;

/** The condition that holds for exactly the records an action of the actor reaches, as `mayDo` tells it of each. */
export function scopeCondition(
  actor: Pick<Actor, "own">,
  action: ActionKey,
  columns: ScopeColumns,
  parameters: SqlParameters,
): string {
  return filterSql(recordFilter(actor.own, action), columns, parameters);
}

/** Writes a filter of the rights engine in SQL. */
export function filterSql(filter: RecordFilter, columns: ScopeColumns, parameters: SqlParameters): string {
  switch (filter.kind) {
    case "all":
      return "true";
    case "none":
      return "false";
    case "equals":
      return `${columns[filter.member]} = ${parameters.add(filter.value)}`;
    case "among":
      return `${columns[filter.member]} = any(${parameters.add(filter.values)}::text[])`;
    case "anyOf":
      if (filter.filters.length === 0) return "false";
      return `(${filter.filters.map((each) => filterSql(each, columns, parameters)).join(" or ")})`;
  }
}
