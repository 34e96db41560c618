import type { ImportResult } from "@crewdock/contract";
import { importOf, rowOf } from "../samples/import-rows.ts";
import type { Action } from "./actions.ts";
import { userOf } from "./sample-user.ts";

export const importActions: Readonly<Record<string, Action>> = {
  "import users": {
    method: "users.import",
    run:
      (side, { how, which, stale }) =>
      async () => {
        const rows = [userOf(side, how, which), userOf(side, how + 1, which), userOf(side, which, how)].map(rowOf);
        const matchBy = how % 2 === 0 ? "login" : "email";
        const { results } = await side.client.users.import(importOf(rows, { matchBy, dryRun: stale }));
        for (const result of results) {
          if (result.outcome !== "created" || result.id === null) continue;
          const { version } = await side.client.users.get({ id: result.id });
          side.users.push({ id: result.id, versions: [version] });
        }
        return results.map(shownImport);
      },
  },
};

/** What of one row's result two backends must agree on. */
function shownImport(result: ImportResult): object {
  if (result.outcome === "updated") return [result.outcome, [...result.changed].sort()];
  if (result.outcome !== "refused") return [result.outcome];
  const { code, errors = [] } = result.problem;
  return [code, ...errors.map((field) => `${field.pointer} ${field.code}`).sort()];
}
