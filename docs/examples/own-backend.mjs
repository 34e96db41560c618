// Crewdock over a CRM of one's own: users and roles, and nothing else. Two maps stand for its tables.
import { randomBytes, randomUUID, scryptSync } from "node:crypto";
import { createAdaptorServer } from "@hono/node-server";
import * as crew from "@crewdock/contract";
import { capabilitiesOf, fieldErrors, refuse, serveAdapter, userErrors, userPage } from "@crewdock/contract/serve";

const { CrewError } = crew;
const now = () => new Date().toISOString();
const byId = (rows) => new Map(rows.map((row) => [row.id, row]));
const named = (patch) => Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));

/** Everybody is in one department. */
const company = { id: "all", version: "1", name: "Company", parentId: null, headId: null };
const organisation = { departments: [company], positions: [], groups: [] };

/** Neither telephony nor mail: what of a user cannot be written here. */
const unwritten = ["sipAccount", "callerId", "smsCallerId", "mailAccounts"];
const fields = Object.fromEntries(unwritten.map((name) => [name, { write: false }]));

/** The rights as they are now: here roles are given to users directly. */
const rightsIn = (users, roles) => {
  const given = ({ id, roleIds }) => roleIds.map((roleId) => ({ roleId, subject: { type: "user", id }, until: null }));
  const assignments = [...users.values()].flatMap(given);
  return crew.compileRights({ ...organisation, roles: [...roles.values()], assignments }, new Date());
};

/** Whether an action of the actor reaches a record of this owner in this department. */
const reaches = ({ own }, action, ownerId, departmentId) => own.can(action, { ownerId, departmentId });

function atVersion(rows, id, version, show = (row) => row) {
  const row = rows.get(id);
  if (!row) throw new CrewError("not_found");
  if (row.version !== version) throw new CrewError("conflict", { current: show(row) });
  return row;
}

/** @param crm its `users` and `roles` as the contract has them, `userOf` (the user of a token) and `onError` (the log) */
export function ownBackend(crm) {
  let users = byId(crm.users);
  let roles = byId(crm.roles);
  const passwords = new Map();
  const rights = () => rightsIn(users, roles);
  const counts = () => crew.roleUserCounts(crew.compileCompany(rights(), users.values()));
  const shown = (role) => ({ ...role, userCount: counts().get(role.id) ?? 0 });

  /** Puts changed tables in place, unless nobody could administer them any more. In SQL this is one transaction. */
  function commit(actor, nextUsers, nextRoles) {
    const administration = (people, given) => {
      const after = rightsIn(people, given);
      return crew.administrationOf(crew.longestTenure(people.values(), after), people.get(actor.id), after);
    };
    crew.guardAdministrators(administration(users, roles), administration(nextUsers, nextRoles));
    [users, roles] = [nextUsers, nextRoles];
  }

  function saveUser(actor, { password = null, ...user }, before, touched) {
    const draft = { user, formerRoleIds: before?.roleIds ?? [], hasSipAccount: false, password };
    const given = { organisation, policy: crew.defaultPolicy, roles: roles.values(), users: users.values() };
    const into = (departmentId) => reaches(actor, "user.manage", null, departmentId);
    refuse([
      ...userErrors({ ...given, grants: actor.grants, reaches: into }, draft, touched),
      ...fieldErrors(fields, user, before),
      ...(before === null && password === null ? [{ pointer: "/password", code: "required" }] : []),
    ]);
    const saved = { ...user, version: String(Number(before?.version ?? 0) + 1), updatedAt: now() };
    const next = new Map(users).set(user.id, saved);
    crew.guardHandingOut(actor.grants, crew.standingRightsOf(rightsIn(next, roles), saved).grants, touched);
    commit(actor, next, roles);
    const salt = randomBytes(16);
    if (password !== null) passwords.set(user.id, Buffer.concat([salt, scryptSync(password, salt, 32)]));
    return saved;
  }

  function saveRole(actor, role) {
    const same = ({ id, name }) => id !== role.id && name.toLowerCase() === role.name.toLowerCase();
    const wrong = crew.grantErrors(role.grants, crew.defaultCatalogue);
    refuse([...roles.values()].some(same) ? [...wrong, { pointer: "/name", code: "duplicate" }] : wrong);
    const saved = { ...role, version: String(Number(role.version) + 1), updatedAt: now() };
    commit(actor, users, new Map(roles).set(role.id, saved));
    return shown(saved);
  }

  function portsFor(actor) {
    const visible = ({ id, departmentId }) => reaches(actor, "user.view", id, departmentId);
    const found = (id) => {
      if (!users.has(id) || !visible(users.get(id))) throw new CrewError("not_found");
      return users.get(id);
    };
    const managed = (id, version) => {
      const theirs = crew.standingRightsOf(rights(), found(id)).grants;
      const within = reaches(actor, "user.manage", id, users.get(id).departmentId);
      if (!within || (id !== actor.id && !crew.mayHandOut(actor.grants, theirs))) throw new CrewError("forbidden");
      return atVersion(users, id, version);
    };
    const ports = {
      org: { read: async () => organisation },
      users: {
        list: async (query, { language }) => userPage(users.values().filter(visible), query, organisation, language),
        get: async ({ id }) => found(id),
        create: async ({ user }) => {
          const invitation = { state: "none", at: null };
          const fresh = { id: randomUUID(), state: "active", invitation, lastLoginAt: null, createdAt: now() };
          return saveUser(actor, { ...user, ...fresh }, null, new Set(Object.keys(user)));
        },
        update: async ({ id, version, patch }) => {
          const before = managed(id, version);
          return saveUser(actor, { ...before, ...named(patch) }, before, new Set(Object.keys(named(patch))));
        },
        setState: async ({ id, version, state }) => {
          const before = managed(id, version);
          return before.state === state ? before : saveUser(actor, { ...before, state }, before, new Set());
        },
      },
      roles: {
        catalogue: async () => crew.defaultCatalogue,
        list: async () => ({ items: [...roles.values()].sort((a, b) => a.name.localeCompare(b.name)).map(shown) }),
        get: async ({ id }) => shown(atVersion(roles, id, roles.get(id)?.version)),
        create: async ({ role }) => saveRole(actor, { ...role, id: randomUUID(), version: "0" }),
        update: async ({ id, version, patch }) =>
          saveRole(actor, { ...atVersion(roles, id, version, shown), ...named(patch) }),
        remove: async ({ id, version }) => {
          atVersion(roles, id, version, shown);
          if ([...users.values()].some(({ roleIds }) => roleIds.includes(id))) throw new CrewError("in_use");
          roles.delete(id);
        },
      },
    };
    const user = { ...actor.person, name: crew.displayName(actor.person.name), hasSipAccount: false };
    const told = { grants: actor.grants, policy: crew.defaultPolicy, capabilities: capabilitiesOf(ports, { fields }) };
    return { ...ports, session: { me: async () => ({ user, ...told }) } };
  }

  const handle = serveAdapter({
    basePath: "/crewdock",
    actingFor(request) {
      const user = users.get(crm.userOf(request.headers.get("authorization")?.replace(/^Bearer /, "")));
      if (!user) throw new CrewError("unauthenticated");
      if (user.state !== "active") throw new CrewError("forbidden");
      const own = crew.rightsOf(rights(), user);
      const actor = { id: user.id, person: user, own, grants: own.grants };
      const adapter = { id: "own", contract: crew.contractVersion, ports: portsFor(actor) };
      return { actorId: user.id, grants: actor.grants, adapter };
    },
    onError: crm.onError,
  });
  return createAdaptorServer({ fetch: handle });
}
