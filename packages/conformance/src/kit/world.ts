import {
  catalogueActions,
  type Catalogue,
  type CatalogueAction,
  type Client,
  departmentSubtree,
  type Id,
  type Organisation,
  type RoleInput,
  type Session,
  supports,
} from "@crewdock/contract";
import { NotOffered, type Person } from "./conformance-case.ts";

type Grants = RoleInput["grants"];

/** What a backend already holds and cases may refer to. Members that it lacks skip the case that asks for them. */
export interface World {
  readonly session: (person: Person) => Session;
  readonly organisation: () => Organisation;
  readonly catalogue: () => Catalogue;
  /** A department that the limited actor manages; new users go there. */
  readonly department: Id;
  /** A department below {@link World.department}. */
  readonly subdepartment: () => Id;
  /** A department that the limited actor does not reach and that is not above it either. */
  readonly otherDepartment: () => Id;
  readonly position: () => Id;
  readonly group: () => Id;
  /** A group and one below it. */
  readonly groupPair: () => { readonly above: Id; readonly below: Id };
  /** Grants of a role that the limited actor may hand out. */
  readonly smallGrants: Grants;
  /** Grants that reach farther than the limited actor's own. */
  readonly wideGrants: () => Grants;
  /** Grants that the nobody lacks and that no case looks at. */
  readonly idleGrants: () => Grants;
}

/** Reads what the backend holds. @throws CrewError when not even the session or the first department can be read */
export async function discoverWorld(
  sessions: Readonly<Partial<Record<Person, Session>>>,
  admin: Client,
): Promise<World> {
  const session = (person: Person): Session => offered(sessions[person], `no ${person} actor was given`);
  const { capabilities, user } = session("admin");
  const may = (method: string): boolean => supports(capabilities, method);
  const organisation = may("org.read") ? await admin.org.read({}) : undefined;
  const catalogue = may("roles.catalogue") ? await admin.roles.catalogue({}) : undefined;
  const home = may("users.get")
    ? (await admin.users.get({ id: (sessions.limited ?? { user }).user.id })).departmentId
    : undefined;
  const department = (): Id => offered(home, "nobody's department can be read");
  const departments = organisation?.departments ?? [];
  const groups = organisation?.groups ?? [];
  const child = groups.find(({ parentId }) => parentId !== null);
  return {
    session,
    organisation: () => offered(organisation, "the organisation cannot be read"),
    catalogue: () => offered(catalogue, "the catalogue cannot be read"),
    get department() {
      return department();
    },
    subdepartment: () =>
      offered(
        departments.find(({ parentId }) => parentId === department())?.id,
        "no department below the limited actor's",
      ),
    otherDepartment: () => {
      const isApart = (one: Id, other: Id): boolean => !departmentSubtree(departments, one).has(other);
      return offered(
        departments.find(({ id }) => isApart(department(), id) && isApart(id, department()))?.id,
        "no department beside the limited actor's",
      );
    },
    position: () => offered(organisation?.positions[0]?.id, "no position"),
    group: () => offered(groups[0]?.id, "no user group"),
    groupPair: () => {
      const { id: below, parentId: above } = offered(child, "no subgroup");
      return { above: offered(above ?? undefined, "no subgroup"), below };
    },
    smallGrants: smallGrants(catalogue),
    wideGrants: () => wideGrants(catalogue, session("limited").grants),
    idleGrants: () => idleGrants(catalogue, session("nobody").grants),
  };
}

function offered<T>(value: T | undefined, reason: string): T {
  if (value === undefined) throw new NotOffered(reason);
  return value;
}

const isAdministrative = ({ key }: CatalogueAction): boolean => /^(?:user|role|org|security|audit)\./.test(key);

function plainActions(catalogue: Catalogue | undefined): readonly CatalogueAction[] {
  return catalogue
    ? catalogueActions(catalogue).filter((action) => action.requires.length === 0 && !isAdministrative(action))
    : [];
}

function smallGrants(catalogue: Catalogue | undefined): Grants {
  const actions = plainActions(catalogue);
  const chosen = actions.find(({ key }) => key === "call.view") ?? actions.find(({ scopes }) => scopes.includes("own"));
  return chosen ? { [chosen.key]: "own" } : {};
}

function wideGrants(catalogue: Catalogue | undefined, limited: Grants): Grants {
  const wide = plainActions(catalogue).find(({ key, scopes }) => scopes.includes("any") && limited[key] !== "any");
  return { [offered(wide?.key, "no action that the limited actor does not have")]: "any" };
}

function idleGrants(catalogue: Catalogue | undefined, nobody: Grants): Grants {
  const idle = plainActions(catalogue).find(
    ({ key, scopes }) => scopes.includes("any") && !/^(?:call|contact)\./.test(key) && nobody[key] !== "any",
  );
  return { [offered(idle?.key, "no action that the nobody does not have")]: "any" };
}
