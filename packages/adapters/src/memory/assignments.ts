import { type Assignment, type FieldError, type Id, type Ports, type Subject } from "@crewdock/contract";
import { changedPeople, movedPeople, refuse } from "@crewdock/contract/serve";
import { aboutUser, change } from "./change.ts";
import { atVersion } from "./roles.ts";
import { touchRoles } from "./set-direct-roles.ts";
import type { Store } from "./store.ts";
import { type Backstage, type Call, verb } from "./verb.ts";

export function assignmentsPort(backstage: Backstage): Ports["assignments"] {
  return {
    list: verb(backstage, "assignments", "list", ({ roleId }, { store }) => ({
      items: store.tables.assignments.filter((assignment) => roleId === undefined || assignment.roleId === roleId),
    })),
    replace: verb(backstage, "assignments", "replace", ({ roleId, version, assignments }, call) => {
      atVersion(call.store, roleId, version);
      const wanted = assignments.map((assignment): Assignment => ({ ...assignment, roleId }));
      const errors = subjectErrors(call.store, wanted);
      refuse(errors);
      return { items: replaceAssignments(roleId, wanted, call) };
    }),
  };
}

const key = ({ type, id }: Subject): string => `${type}:${id}`;

function subjectErrors(store: Store, assignments: readonly Assignment[]): readonly FieldError[] {
  const { users, departments, positions, groups } = store.tables;
  const known: Readonly<Record<Subject["type"], { has(id: Id): boolean }>> = {
    user: users,
    department: departments,
    position: positions,
    group: groups,
  };
  const seen = new Set<string>();
  return assignments.flatMap(({ subject }, index): FieldError[] => {
    if (!known[subject.type].has(subject.id)) return [{ pointer: `/${String(index)}/subject/id`, code: "not_found" }];
    if (seen.has(key(subject))) return [{ pointer: `/${String(index)}/subject/id`, code: "not_allowed" }];
    seen.add(key(subject));
    return [];
  });
}

function replaceAssignments(roleId: Id, wanted: readonly Assignment[], call: Call): readonly Assignment[] {
  const { store } = call;
  return change(call, ({ draft, audit, tell }) => {
    const { users, assignments } = draft.tables;
    const before = assignments.filter((assignment) => assignment.roleId === roleId);
    const moved = movedPeople(store.policy, before, wanted, store.now());
    const others = assignments.filter((assignment) => assignment.roleId !== roleId);
    const left = others.filter(({ subject }) => subject.type === "user" && moved.has(subject.id));
    const stay = others.filter((assignment) => !left.includes(assignment));
    draft.set({ assignments: [...stay, ...wanted] });
    const roles = new Set([...left.map((assignment) => assignment.roleId), roleId]);
    touchRoles(store, draft, roles);
    for (const id of roles) {
      const of = (list: readonly Assignment[]): readonly Assignment[] => list.filter((each) => each.roleId === id);
      audit({
        action: "assignments.replace",
        recordType: "role",
        recordId: id,
        before: { assignments: of(assignments) },
        after: { assignments: of(draft.tables.assignments) },
      });
    }
    for (const userId of changedPeople(before, wanted)) {
      const user = users.get(userId);
      if (!user) continue;
      draft.put("users", { ...user, version: store.nextVersion(), updatedAt: store.now().toISOString() });
      tell("user.changed", userId, aboutUser(store.tables, userId));
    }
    for (const id of roles) tell("assignment.changed", id);
    return wanted;
  });
}
