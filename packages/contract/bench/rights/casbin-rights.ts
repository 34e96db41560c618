import { departmentSubtree, type RecordFacts, type RightsUser } from "@crewdock/contract";
import { type Enforcer, newEnforcer, newModelFromString } from "casbin";
import type { Organisation } from "./organisation.ts";

// Cheap tests stand first: with the search for roles first it takes twice as long.
const model = `
[request_definition]
r = sub, act, user, rec
[policy_definition]
p = sub, act, scope
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && covers(p.scope, r.user, r.rec) && g(r.sub, p.sub)
`;

/** An enforcer over roles as policies and over people, their places and the trees as groupings. */
export async function casbinEnforcer({ facts, users }: Organisation): Promise<Enforcer> {
  const enforcer = await newEnforcer(newModelFromString(model));
  const below = new Map(facts.departments.map(({ id }) => [id, departmentSubtree(facts.departments, id)]));
  await enforcer.addFunction("covers", (scope: string, user: RightsUser, record: RecordFacts) => {
    if (scope === "any") return true;
    if (record.ownerId === user.id) return true;
    return scope === "department" && below.get(user.departmentId)?.has(record.departmentId ?? "") === true;
  });
  const policies = facts.roles.flatMap(({ id, grants }) =>
    Object.entries(grants).flatMap(([action, scope]) => (scope === "none" ? [] : [[`role:${id}`, action, scope]])),
  );
  await enforcer.addPolicies(policies);
  const links = [
    ...users.flatMap(({ id, departmentId, positionId, groupIds }) => [
      [`user:${id}`, `department:${departmentId}`],
      [`user:${id}`, `position:${positionId ?? ""}`],
      ...groupIds.map((groupId) => [`user:${id}`, `group:${groupId}`]),
    ]),
    ...facts.departments.flatMap(({ id, parentId }) =>
      parentId === null ? [] : [[`department:${id}`, `department:${parentId}`]],
    ),
    ...facts.groups.flatMap(({ id, parentId }) => (parentId === null ? [] : [[`group:${id}`, `group:${parentId}`]])),
    ...facts.assignments.map(({ subject, roleId }) => [`${subject.type}:${subject.id}`, `role:${roleId}`]),
  ];
  await enforcer.addGroupingPolicies(unique(links));
  await enforcer.buildRoleLinks();
  return enforcer;
}

function unique(links: readonly (readonly string[])[]): string[][] {
  return [...new Map(links.map((link) => [link.join(" "), [...link]])).values()];
}
