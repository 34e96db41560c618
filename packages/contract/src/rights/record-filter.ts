import type { Id } from "../primitives.ts";
import type { ActionKey } from "./catalogue.ts";
import type { RecordFacts } from "./facts.ts";
import type { UserRights } from "./user-rights.ts";

/**
 * A condition on records, in no query language: a backend writes it in its own. Null equals nothing and is among
 * nothing, as in SQL.
 */
export type RecordFilter =
  | { readonly kind: "all" }
  | { readonly kind: "none" }
  | { readonly kind: "equals"; readonly member: keyof RecordFacts; readonly value: Id }
  | { readonly kind: "among"; readonly member: keyof RecordFacts; readonly values: readonly Id[] }
  | { readonly kind: "anyOf"; readonly filters: readonly RecordFilter[] };

/** The filter that lets through exactly the records to which a user may do something, as `UserRights.can` tells it. */
export function recordFilter(own: UserRights, action: ActionKey): RecordFilter {
  const owned: RecordFilter = { kind: "equals", member: "ownerId", value: own.user.id };
  switch (own.scopeOf(action)) {
    case "none":
      return { kind: "none" };
    case "own":
      return owned;
    case "department":
      return { kind: "anyOf", filters: [owned, { kind: "among", member: "departmentId", values: own.departments }] };
    case "any":
      return { kind: "all" };
  }
}
