import {
  type Client,
  type Id,
  isCrewError,
  type Session,
  type Subject,
  type User,
  type UserQuery,
} from "@crewdock/contract";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Resource, resource } from "../../kit/index.ts";
import { type Given, subjectKey, type SubjectKey } from "./given.ts";

/** The people whom a role reaches or is about to reach. */
export interface People {
  /** Everybody loaded so far, by id; also those who cannot log in now. */
  readonly users: ReadonlySignal<ReadonlyMap<Id, User>>;
  /** Those of them who can log in. */
  readonly active: ReadonlySignal<readonly User[]>;
  /** Whether all of them are there: neither too many to load nor out of the viewer's sight. */
  readonly complete: ReadonlySignal<boolean>;
  readonly state: Resource<unknown>["state"];
  readonly error: ReadonlySignal<unknown>;
  reload(): Promise<void>;
  /** Finds people by name for the picker. */
  search(query: string, signal: AbortSignal): Promise<readonly User[]>;
  /** Forgets what was loaded, after people changed elsewhere. */
  refresh(): void;
  /** Stops loading; a model that made it inside `createModel` does so by itself. */
  readonly [Symbol.dispose]: () => void;
}

/** What decides whom to load; null while nobody asks. */
export interface PeopleSource {
  readonly client: Client;
  readonly session: Session;
  /** The saved role; null for one that is being created. */
  readonly roleId: Id | null;
  /** Changes with the saved role and its assignments. */
  readonly version: string;
  /** Subjects that are to get the role. */
  readonly added: readonly Given[];
}

/** People that were loaded, and whether they are all. */
export interface Found {
  readonly users: readonly User[];
  readonly complete: boolean;
}

/** A role of more people than this is counted, not listed: the list would help nobody. */
const mostPages = 10;
const searchLimit = 20;

/** People a page, as many as contract and backend allow. */
export function pageLimit({ capabilities }: Session): number {
  return Math.max(1, Math.min(200, capabilities.limits.page));
}

/** Reads a list of people page by page, up to as many as a widget can show. @param limit people a page */
export async function loadAll(client: Client, query: UserQuery, limit: number, abort: AbortSignal): Promise<Found> {
  const users: User[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await client.users.list({ ...query, limit, cursor }, { signal: abort });
    users.push(...answer.items);
    if (answer.nextCursor === null) return { users, complete: true };
    cursor = answer.nextCursor;
  }
  return { users, complete: false };
}

function queryOf({ type, id }: Subject): UserQuery {
  if (type === "department") return { departmentIds: [id] };
  return type === "position" ? { positionIds: [id] } : { groupIds: [id] };
}

async function loadSubject(client: Client, subject: Subject, limit: number, abort: AbortSignal): Promise<Found> {
  if (subject.type !== "user") return loadAll(client, queryOf(subject), limit, abort);
  try {
    return { users: [await client.users.get({ id: subject.id }, { signal: abort })], complete: true };
  } catch (error) {
    // Somebody out of the viewer's sight, or deleted meanwhile: the rest of the people still counts.
    if (isCrewError(error) && (error.code === "not_found" || error.code === "gone" || error.code === "forbidden")) {
      return { users: [], complete: false };
    }
    throw error;
  }
}

/** Loads the people of a role by its saved reach and by each subject that is added. */
export function createPeople(source: () => PeopleSource | null): People {
  const turn = signal(0);
  const met = signal<ReadonlyMap<Id, User>>(new Map());
  const known = new Map<SubjectKey, Found>();
  let knownFor = "";

  const loaded = resource(
    async (
      abort,
      { client, session, roleId, version, added, round }: PeopleSource & { readonly round: number },
    ): Promise<Found> => {
      const owner = `${roleId} ${version} ${round}`;
      if (owner !== knownFor) known.clear();
      knownFor = owner;
      const limit = pageLimit(session);
      const subjects: readonly (readonly [SubjectKey, () => Promise<Found>])[] = [
        ...(roleId === null ? [] : [["role", () => loadAll(client, { roleIds: [roleId] }, limit, abort)] as const]),
        ...added.map(({ subject }) => [subjectKey(subject), () => loadSubject(client, subject, limit, abort)] as const),
      ];
      const parts = await Promise.all(
        subjects.map(async ([key, load]) => {
          const found = known.get(key) ?? (await load());
          if (knownFor === owner) known.set(key, found);
          return found;
        }),
      );
      const seesAll = session.grants["user.view"] === "any";
      return {
        users: parts.flatMap(({ users }) => users),
        complete: seesAll && parts.every(({ complete }) => complete),
      };
    },
    () => {
      const from = source();
      return from === null ? null : { ...from, round: turn.value };
    },
  );

  const users = computed(() => {
    const all = new Map(met.value);
    for (const user of loaded.data.value?.users ?? []) all.set(user.id, user);
    return all;
  });
  return {
    users,
    active: computed(() => [...users.value.values()].filter(({ state }) => state === "active")),
    complete: computed(() => loaded.data.value?.complete ?? false),
    state: loaded.state,
    error: loaded.error,
    reload: loaded.reload,
    refresh: () => {
      turn.value++;
    },
    search: async (query, abort) => {
      const from = source();
      if (from === null) return []; // no people are told of here, which leaves departments, positions and groups
      const { items } = await from.client.users.list(
        { q: query, states: ["active", "blocked", "suspended"], limit: searchLimit },
        { signal: abort },
      );
      met.value = new Map([...met.value, ...items.map((user) => [user.id, user] as const)]);
      return items;
    },
    [Symbol.dispose]: loaded[Symbol.dispose],
  };
}
