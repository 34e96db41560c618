import {
  breachesOf,
  CrewError,
  excessOfRole,
  expectationErrors,
  type ExpectationSubject,
  type ExpectationVerdict,
  type FieldError,
  indexExpectations,
  type Ports,
  type RightsExpectation,
  type RightsExpectations,
  standingOf,
  TOLD_BREACHES,
} from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import { factsOfUser, reaches } from "./actor.ts";
import { type Change, change } from "./change.ts";
import { rightsIn } from "./rights.ts";
import type { Store } from "./store.ts";
import type { StoredUser } from "./tables.ts";
import { usersInOrder } from "./user-order.ts";
import { type Backstage, type Call, verb } from "./verb.ts";

type ExpectationVerbs = Pick<Ports["roles"], "expectations" | "setExpectations" | "testExpectations">;

export function expectationVerbs(backstage: Backstage): ExpectationVerbs {
  return {
    expectations: verb(backstage, "roles", "expectations", (_input, { store }) => read(store.tables.expectations)),
    setExpectations: verb(backstage, "roles", "setExpectations", ({ version, expectations }, call) =>
      setExpectations(version, expectations, call),
    ),
    testExpectations: verb(backstage, "roles", "testExpectations", ({ expectations }, call) => {
      refuse(errorsOf(call.store, expectations));
      return { items: verdicts(expectations, call) };
    }),
  };
}

function read({ version, items }: Store["tables"]["expectations"]): RightsExpectations {
  return { version, expectations: items };
}

function setExpectations(version: string, items: readonly RightsExpectation[], call: Call): RightsExpectations {
  const { store } = call;
  const before = read(store.tables.expectations);
  if (before.version !== version) throw new CrewError("conflict", { current: before });
  refuse(errorsOf(store, items));
  return change(call, ({ draft, audit, tell }) => {
    draft.set({ expectations: { version: store.nextVersion(), items } });
    const after = read(draft.tables.expectations);
    audit({ action: "expectations.replace", recordType: "expectations", recordId: "company", before, after });
    tell("role.changed", null);
    return after;
  });
}

function errorsOf({ catalogue, tables }: Store, expectations: readonly RightsExpectation[]): readonly FieldError[] {
  return expectationErrors(
    expectations,
    catalogue,
    ({ type, id }) => tables[`${type}s`].has(id),
    tables.expectations.items,
  );
}

/** Takes away what was expected of a role, user or node that is no more, and tells of it. */
export function dropExpectationsOf(store: Store, { draft, tell }: Change, { type, id }: ExpectationSubject): void {
  const { items } = draft.tables.expectations;
  const left = items.filter(({ subject }) => subject.type !== type || subject.id !== id);
  if (left.length === items.length) return;
  draft.set({ expectations: { version: store.nextVersion(), items: left } });
  tell("role.changed", null);
}

function verdicts(
  expectations: readonly RightsExpectation[],
  { store, actor, context }: Call,
): readonly ExpectationVerdict[] {
  const rights = rightsIn(store);
  const index = indexExpectations(expectations);
  const breakers = new Map<RightsExpectation, StoredUser[]>(expectations.map((expectation) => [expectation, []]));
  for (const user of usersInOrder(store, "name", context.language))
    for (const expectation of breachesOf(rights, index, user).keys()) breakers.get(expectation)?.push(user);
  return [...breakers].map(([expectation, people]): ExpectationVerdict => {
    const byRole = excessOfRole(rights, expectation) > 0;
    const seen = people.filter((user) => reaches(actor, "user.view", factsOfUser(user))).slice(0, TOLD_BREACHES);
    return {
      id: expectation.id,
      holds: people.length === 0 && !byRole,
      byRole,
      count: people.length,
      people: seen.map((user) => ({
        userId: user.id,
        name: user.name,
        ...standingOf(rights, user, expectation.action),
      })),
    };
  });
}
