import {
  type Assignment,
  type Client,
  may,
  type Organisation,
  type RightsFacts,
  type Role,
  type Session,
  supports,
} from "@crewdock/contract";
import { type CatalogueIndex, indexCatalogue } from "./catalogue-index.ts";

/** What the editor shows, read at one time. */
export interface RoleContent {
  readonly index: CatalogueIndex;
  readonly roles: readonly Role[];
  readonly assignments: readonly Assignment[];
  readonly organisation: Organisation;
}

/** The viewer and, as far as they may see it, the content. */
export interface RoleData {
  readonly session: Session;
  /** Null for a viewer who may not see roles. */
  readonly content: RoleContent | null;
}

/** Why nothing can be changed; null when it can. */
export type ReadOnlyReason = "right" | "backend" | null;

/** Reads everything the editor starts from. */
export async function loadRoleData(client: Client, signal: AbortSignal): Promise<RoleData> {
  const session = await client.session.me({}, { signal });
  if (!may(session, "role.view")) return { session, content: null };
  const [catalogue, roles, assignments, organisation] = await Promise.all([
    client.roles.catalogue({}, { signal }),
    client.roles.list({}, { signal }),
    client.assignments.list({}, { signal }),
    client.org.read({}, { signal }),
  ]);
  return {
    session,
    content: { index: indexCatalogue(catalogue), roles: roles.items, assignments: assignments.items, organisation },
  };
}

/** Whether the viewer may change roles on this backend. */
export function readOnlyReason(session: Session): ReadOnlyReason {
  if (!may(session, "role.manage")) return "right";
  return supports(session.capabilities, "roles.update") ? null : "backend";
}

/** What the rights engine reads. */
export function factsOf({ organisation, roles, assignments }: RoleContent): RightsFacts {
  return { departments: organisation.departments, groups: organisation.groups, roles, assignments };
}
