import type { Ports } from "@crewdock/contract";
import { isWithin } from "./access.ts";
import { cutPage, matches } from "@crewdock/contract/serve";
import { type Backstage, verb } from "./verb.ts";

export function auditPort(backstage: Backstage): Ports["audit"] {
  return {
    list: verb(backstage, "audit", "list", (query, { store, context }) =>
      cutPage(query, {
        rows: store.audit.filter(
          (record) =>
            (query.actorId === undefined || record.actorId === query.actorId) &&
            (query.recordType === undefined || record.recordType === query.recordType) &&
            (query.recordId === undefined || record.recordId === query.recordId) &&
            isWithin(record.at, query) &&
            matches(query.q, [record.action, record.recordId]),
        ),
        idOf: ({ id }) => id,
        valueOf: ({ at }) => at,
        direction: query.sort?.direction ?? "desc",
        language: context.language,
      }),
    ),
  };
}
