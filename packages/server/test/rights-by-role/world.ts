import { randomUUID } from "node:crypto";
import type { Department, Id, Position, Role, User, Version } from "@crewdock/contract";
import { runUnit, type Unit } from "../../src/store/unit.ts";
import { once, userInput } from "../../src/testing/inputs.ts";
import type { TestServer } from "../../src/testing/test-server.ts";
import { insertUser } from "../../src/users/user-writes.ts";
import { type RoleId, ROLES } from "./expectations.ts";
import type { Place } from "./places.ts";

/** Somebody whom an operation is asked about. */
export interface Target {
  readonly place: Place;
  /** Of the person, and the name they log in with; empty where nobody is meant. */
  readonly id: Id;
  readonly login: string;
  readonly departmentId: Id;
}

type Person = Pick<User, "id" | "login" | "version">;

export interface Versioned {
  readonly id: Id;
  readonly version: Version;
}

/** A company with one person of each role in the same department, and people around them. */
export interface World {
  readonly crew: TestServer;
  /** Somebody who may do everything, and prepares what is asked about. */
  readonly admin: Id;
  /** Somebody in the department of those who ask, whom nothing else is asked about. */
  readonly receiver: Id;
  /** The department of those who ask, and those around it. */
  readonly sites: Readonly<Record<Site, Id>>;
  /** Who asks. */
  actor(role: RoleId): Id;
  /** Whom somebody asks about. */
  target(role: RoleId, place: Place): Target;
  /** Somebody new in the place of a target, with the same rights; the target where that is the one who asks. */
  fresh(target: Target): Promise<Person>;
  /** What was made under this name, made now if it was not yet: for what asking does not use up. */
  kept<T>(name: string, make: () => Promise<T>): Promise<T>;
  /** A number that nothing has yet. */
  next(): number;
  /** Writes without the API. */
  store<T>(work: (unit: Unit) => Promise<T>): Promise<T>;
  /** Reads as the administrator. */
  read<T>(path: string): Promise<T>;
  /** Creates as the administrator. */
  create<T>(path: string, body: unknown): Promise<T>;
}

type Site = "home" | "below" | "beside" | "above";

/** The department of each place. */
const SITES: Readonly<Record<Place, Site>> = {
  self: "home",
  colleague: "home",
  superior: "home",
  below: "below",
  beside: "beside",
  above: "above",
  company: "home",
};

export async function createWorld(crew: TestServer): Promise<World> {
  const { admin } = crew.company.demoPeople;
  let count = 0;
  const next = (): number => ++count;
  const create = async <T>(path: string, body: unknown): Promise<T> =>
    good(await crew.ask<T>(admin, `POST ${path}`, { body, headers: once() }));
  const read = async <T>(path: string): Promise<T> => good(await crew.ask<T>(admin, `GET ${path}`));

  const store = <T>(work: (unit: Unit) => Promise<T>): Promise<T> => {
    const options = { tenant: "main", actorId: null, now: crew.now, requestId: null };
    return runUnit(crew.server.db, options, () => {}, work);
  };

  const department = async (name: Site, parentId: Id | null): Promise<Id> =>
    (await create<Department>("/v1/organisation/departments", { name: `Rights ${name}`, parentId, headId: null })).id;
  const above = await department("above", null);
  const home = await department("home", above);
  const sites = { above, home, below: await department("below", home), beside: await department("beside", above) };

  /** A position to which a role is given, so that new people have it at once. */
  const position = async (roleId: RoleId): Promise<Id> => {
    const input = { name: `Rights of ${roleId}`, departmentId: null, defaultRoleId: null };
    const { id } = await create<Position>("/v1/organisation/positions", input);
    const given = await read<{ readonly items: readonly object[] }>(`/v1/assignments?roleId=${roleId}`);
    const { version } = await read<Role>(`/v1/roles/${roleId}`);
    const body = [...given.items, { subject: { type: "position", id }, until: null }];
    good(
      await crew.ask(admin, `PUT /v1/roles/${roleId}/assignments`, { body, headers: { "If-Match": `"${version}"` } }),
    );
    return id;
  };
  const positions = new Map<RoleId, Id>();
  for (const role of ROLES) positions.set(role, await position(role));

  const hire = async (role: RoleId, departmentId: Id): Promise<Person> => {
    const id = randomUUID();
    const login = `rights.${next()}`;
    const user = { ...userInput(login, { departmentId, positionId: positions.get(role) ?? null }), password: null };
    await store((unit) => insertUser(unit, id, user, null, null));
    return { id, login, version: "1" };
  };
  const place = (place: Place): Promise<Person> =>
    hire(place === "superior" ? "r-admin" : "r-manager", sites[SITES[place]]);

  const actors = new Map<RoleId, Person>();
  for (const role of ROLES) actors.set(role, await hire(role, home));
  const people = new Map<Place, Person>();
  for (const each of ["colleague", "superior", "below", "beside", "above"] as const)
    people.set(each, await place(each));

  const kept = new Map<string, unknown>();
  const nobody = { id: "", login: "" };
  return {
    crew,
    admin,
    sites,
    receiver: (await hire("r-manager", home)).id,
    actor: (role) => actors.get(role)?.id ?? "",
    target: (role, place) => {
      const { id, login } = (place === "self" ? actors.get(role) : people.get(place)) ?? nobody;
      return { place, id, login, departmentId: sites[SITES[place]] };
    },
    fresh: (target) => (target.place === "self" ? read<User>(`/v1/users/${target.id}`) : place(target.place)),
    kept: async <T>(name: string, make: () => Promise<T>): Promise<T> => {
      if (!kept.has(name)) kept.set(name, await make());
      return kept.get(name) as T;
    },
    next,
    store,
    read,
    create,
  };
}

function good<T>({ status, body }: { readonly status: number; readonly body: T }): T {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
