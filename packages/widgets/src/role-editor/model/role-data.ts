import {
  type Assignment,
  type Client,
  may,
  type Organisation,
  type Role,
  type Session,
  supports,
  unsupportedReason,
  type UnsupportedReason,
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

/** Why the rights of a role cannot be changed; null when they can. */
export type ReadOnlyReason = "right" | UnsupportedReason | null;

/** What the viewer can do with roles on this backend. */
export interface Offered {
  readonly readOnly: ReadOnlyReason;
  readonly create: boolean;
  readonly remove: boolean;
  /** Who has a role: nothing is known of it here, it can be looked at, or it can be changed. */
  readonly given: "nothing" | "read" | "write";
  /** Whether the people whom a change hits can be named. */
  readonly people: boolean;
}

const nothingYet: Offered = { readOnly: "right", create: false, remove: false, given: "nothing", people: false };

/** @param session undefined while it is not known */
export function offeredTo(session: Session | undefined): Offered {
  if (session === undefined) return nothingYet;
  const { capabilities } = session;
  const manages = may(session, "role.manage");
  const can = (method: string): boolean => manages && supports(capabilities, method);
  const knowsGiven = supports(capabilities, "assignments.list");
  return {
    readOnly: manages ? (unsupportedReason(capabilities, "roles.update") ?? null) : "right",
    create: can("roles.create"),
    remove: can("roles.remove"),
    given: !knowsGiven ? "nothing" : can("assignments.replace") ? "write" : "read",
    people: knowsGiven && supports(capabilities, "users.list") && may(session, "user.view"),
  };
}

const noOrganisation: Organisation = { departments: [], positions: [], groups: [] };

/** Whether changes made elsewhere appear by themselves. */
export function tellsOfChanges({ capabilities }: Session): boolean {
  return supports(capabilities, "events.subscribe") || supports(capabilities, "events.changesSince");
}

/**
 * Reads everything the editor starts from, as far as the backend has it.
 * @param known is called with the session before the rest is asked for
 */
export async function loadRoleData(
  client: Client,
  signal: AbortSignal,
  known: (session: Session) => void,
): Promise<RoleData> {
  const session = await client.session.me({}, { signal });
  signal.throwIfAborted();
  known(session);
  if (!may(session, "role.view")) return { session, content: null };
  const has = (method: string): boolean => supports(session.capabilities, method);
  const [catalogue, roles, assignments, organisation] = await Promise.all([
    client.roles.catalogue({}, { signal }),
    client.roles.list({}, { signal }),
    has("assignments.list") ? client.assignments.list({}, { signal }) : { items: [] },
    has("org.read") ? client.org.read({}, { signal }) : noOrganisation,
  ]);
  return {
    session,
    content: { index: indexCatalogue(catalogue), roles: roles.items, assignments: assignments.items, organisation },
  };
}
