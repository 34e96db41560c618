import type { IsoTime } from "@crewdock/contract";
import type { SqlParameters } from "./db.ts";

/** The conditions on a column for the time from `from` on and before `to`. */
export function within(
  column: string,
  { from, to }: { readonly from?: IsoTime | undefined; readonly to?: IsoTime | undefined },
  parameters: SqlParameters,
): readonly string[] {
  return [
    ...(from === undefined ? [] : [`${column} >= ${parameters.add(new Date(from))}`]),
    ...(to === undefined ? [] : [`${column} < ${parameters.add(new Date(to))}`]),
  ];
}
