import { contractVersion } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type Person } from "../kit/conformance-case.ts";
import { ensure, ensureSame } from "../kit/expect.ts";
import { methods } from "../kit/operations.ts";

const people: readonly Person[] = ["admin", "limited", "nobody"];

export const sessionCases: readonly ConformanceCase[] = casesOf("session", {
  "tells who the actor is": [
    ["session.me", "users.get"],
    async ({ as }) => {
      const me = await as("admin").session.me({});
      const user = await as("admin").users.get({ id: me.user.id });
      ensureSame(
        [me.user.email, me.user.timeZone, me.user.hasSipAccount],
        [user.email, user.timeZone, user.sipAccount !== null],
        "the user",
      );
    },
  ],
  "tells another user to each actor": [
    ["session.me"],
    async ({ people: ids }) => {
      ensure(new Set([ids.admin, ids.limited, ids.nobody]).size === 3, "two actors are one person");
    },
  ],
  "gives the administrator all rights over users and roles": [
    ["session.me"],
    async ({ world }) => {
      const { grants } = world.session("admin");
      for (const action of ["user.view", "user.manage", "role.view", "role.manage"])
        ensure(grants[action] === "any", `${action} is ${grants[action] ?? "none"}`);
    },
    "The token of the administrator has to belong to somebody who may manage all users and roles.",
  ],
  "gives the limited actor the users of a department and no roles": [
    ["session.me"],
    async ({ world }) => {
      const { grants } = world.session("limited");
      ensure(grants["user.manage"] === "department", `user.manage is ${grants["user.manage"] ?? "none"}`);
      ensure((grants["role.manage"] ?? "none") === "none", "role.manage is granted");
    },
    "The token of the limited actor has to belong to somebody who manages the users of one department and no roles.",
  ],
  "gives the nobody no right over users and roles": [
    ["session.me"],
    async ({ world }) => {
      const { grants } = world.session("nobody");
      for (const action of ["user.view", "user.manage", "role.view", "role.manage"])
        ensure((grants[action] ?? "none") === "none", `${action} is granted`);
    },
    "The token of the nobody has to belong to somebody who works in the CRM and administers nothing.",
  ],
  "speaks the same major version of the contract": [
    ["session.me"],
    async ({ world }) => {
      const { contract } = world.session("admin").capabilities;
      const major = (version: string): string => version.split(".")[0] ?? "";
      ensure(major(contract) === major(contractVersion), `contract ${contract}`);
    },
  ],
  "takes pages of at least 50": [
    ["session.me"],
    async ({ world }) => {
      ensure(world.session("admin").capabilities.limits.page >= 50, "limits.page");
    },
  ],
  "names in its capabilities only what the contract has": [
    ["session.me"],
    async ({ world }) => {
      const known = new Set([...methods.map(({ name }) => name), "users.invite"]);
      const { contract, methods: offered } = world.session("admin").capabilities;
      const odd = Object.keys(offered).filter((name) => !known.has(name));
      ensure(odd.length === 0 || contract !== contractVersion, `unknown: ${odd.join(", ")}`);
    },
  ],
  "offers what it takes to log in again: the session itself": [
    ["session.me"],
    async ({ as }) => {
      for (const person of people) {
        const { capabilities } = await as(person).session.me({});
        ensure(capabilities.methods["session.me"]?.supported === true, `not to ${person}`);
      }
    },
  ],
  "grants only scopes that the catalogue knows for the action": [
    ["session.me", "roles.catalogue"],
    async ({ world }) => {
      const actions = new Map(
        world
          .catalogue()
          .sections.flatMap(({ entities }) =>
            entities.flatMap((entity) => entity.actions.map(({ key, scopes }) => [key, scopes] as const)),
          ),
      );
      for (const [action, scope] of Object.entries(world.session("admin").grants))
        ensure(scope === "none" || actions.get(action)?.includes(scope) === true, `${action} ${scope}`);
    },
  ],
});
