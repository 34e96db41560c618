/*
 * The rights engine beside @casl/ability and casbin on one company: 1,000 users, 50 roles, 12 entities, 5 actions, 4
 * scopes. All have to give the same answers before they are timed. Rates are by second of processor time on one thread.
 */
import assert from "node:assert/strict";
import {
  can,
  companyWithRoles,
  compileCompany,
  compileRights,
  explain,
  personOf,
  recordFilter,
  scopes,
  whoCan,
} from "@crewdock/contract";
import { caslAbilities, caslQuestion } from "./rights/casl-rights.ts";
import { casbinEnforcer } from "./rights/casbin-rights.ts";
import { actions, organisation, questions } from "./rights/organisation.ts";
import { cpuMs, leastMs, rates, type Work } from "./rights/rate.ts";

const now = new Date("2026-03-01T12:00:00.000Z");
const ROUNDS = 5;
const ROUND_MS = 400;
const COMPARED = 20_000;
/** So many questions are asked in turn; few enough that they stay near, as what a request has just read. */
const mask = 2 ** 12 - 1;

const small = organisation(1000);
const company = compileCompany(compileRights(small.facts, now), small.users);
const { rights, people } = company;
const asked = questions(small, COMPARED);
const caslAsked = asked.map(caslQuestion);
let abilities = new Map() as ReturnType<typeof caslAbilities>;
const caslCompileMs = cpuMs(() => (abilities = caslAbilities(small, people)));
const enforcer = await casbinEnforcer(small);

type Casbin = readonly [sub: string, act: string, user: object, record: object];
const casbinAsked = asked.map(({ userId, action, record }): Casbin => [
  `user:${userId}`,
  action,
  personOf(company, userId)!.user,
  record,
]);

let allowed = 0;
for (const [n, { userId, action, record }] of asked.entries()) {
  const answer = can(company, userId, action, record);
  const own = personOf(company, userId)!;
  const told = JSON.stringify(asked[n]);
  assert.equal(own.can(action, record), answer, told);
  assert.equal(own.covers(scopes.indexOf(explain(rights, own.user, action).scope), record), answer, told);
  assert.equal(abilities.get(userId)!.can(caslAsked[n]!.verb, caslAsked[n]!.record as never), answer, `casl: ${told}`);
  if (n < 2000) assert.equal(enforcer.enforceSync(...casbinAsked[n]!), answer, `casbin: ${told}`);
  allowed += Number(answer);
}

// What is answered is added up, or an optimiser might leave out the asking. Each has a loop of its own: one that all share
// would call through a pointer, which costs the fast ones most.
let sum = 0;
const works: readonly Work[] = [
  {
    name: "can",
    count: 1024,
    run: (count) => {
      for (let n = 0; n < count; n++) {
        const { userId, action, record } = asked[n & mask]!;
        if (can(company, userId, action, record)) sum++;
      }
    },
  },
  {
    name: "can of one user's rights",
    count: 1024,
    run: (count) => {
      for (let n = 0; n < count; n++) {
        const { userId, action, record } = asked[n & mask]!;
        if (personOf(company, userId)!.can(action, record)) sum++;
      }
    },
  },
  {
    name: "casl can, abilities cached",
    count: 1024,
    run: (count) => {
      for (let n = 0; n < count; n++) {
        const { userId, verb, record } = caslAsked[n & mask]!;
        if (abilities.get(userId)!.can(verb, record as never)) sum++;
      }
    },
  },
  {
    name: "casbin enforceSync",
    count: 4,
    run: (count) => {
      for (let n = 0; n < count; n++) if (enforcer.enforceSync(...casbinAsked[n & mask]!)) sum++;
    },
  },
  {
    name: "explain",
    count: 1024,
    run: (count) => {
      for (let n = 0; n < count; n++) {
        const { userId, action } = asked[n & mask]!;
        if (explain(rights, personOf(company, userId)!.user, action).wins) sum++;
      }
    },
  },
  {
    name: "casl relevantRuleFor",
    count: 1024,
    run: (count) => {
      for (let n = 0; n < count; n++) {
        const { userId, verb, record } = caslAsked[n & mask]!;
        if (abilities.get(userId)!.relevantRuleFor(verb, record as never)) sum++;
      }
    },
  },
  {
    name: "casbin enforceExSync",
    count: 4,
    run: (count) => {
      for (let n = 0; n < count; n++) if (enforcer.enforceExSync(...casbinAsked[n & mask]!)[0]) sum++;
    },
  },
  {
    name: "recordFilter",
    count: 1024,
    run: (count) => {
      for (let n = 0; n < count; n++) {
        const { userId, action } = asked[n & mask]!;
        if (recordFilter(personOf(company, userId)!, action).kind === "all") sum++;
      }
    },
  },
];
const perSecond = rates(works, ROUNDS, ROUND_MS);

const large = organisation(100_000);
const compile = ({ facts, users }: typeof small) => compileCompany(compileRights(facts, now), users);
const big = compile(large);
const everything = Object.fromEntries(actions.map((action) => [action, "any" as const]));
const role = { ...small.facts.roles[0]!, grants: everything };
const touched = ({ people: before }: typeof company, { people: after }: typeof company): number =>
  after.filter((own, place) => own !== before[place]).length;
const milliseconds = {
  "compile 1,000 users": leastMs(20, () => compile(small)),
  "compile 100,000 users": leastMs(3, () => compile(large)),
  "recompile a role, 1,000 users": leastMs(50, () => companyWithRoles(company, [role])),
  "recompile a role, 100,000 users": leastMs(10, () => companyWithRoles(big, [role])),
  "who can, 1,000 users": leastMs(20, () => whoCan(company, actions[0]!, asked[0]!.record)),
  "casl: abilities of 1,000 users": caslCompileMs,
};

const rate = (name: string): number => perSecond.get(name) ?? 0;
const figures = {
  users: small.users.length,
  rolesPerUser: people.reduce((total, { row }) => total + row.roleIds.length, 0) / people.length,
  allowed: allowed / asked.length,
  perSecond: Object.fromEntries([...perSecond].map(([name, value]) => [name, Math.round(value)])),
  ratios: {
    "can to casl can": rate("can") / rate("casl can, abilities cached"),
    "can to casbin": rate("can") / rate("casbin enforceSync"),
    "explain to casbin enforceEx": rate("explain") / rate("casbin enforceExSync"),
  },
  milliseconds,
  touchedByARole: {
    "of 1,000": touched(company, companyWithRoles(company, [role])),
    "of 100,000": touched(big, companyWithRoles(big, [role])),
  },
  sum,
};

if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(figures)}\n`);
else {
  const line = (name: string, value: string): void =>
    void process.stdout.write(`${name.padEnd(34)} ${value.padStart(16)}\n`);
  line("users", String(figures.users));
  line("roles a user", figures.rolesPerUser.toFixed(2));
  line("answers that are yes", `${(figures.allowed * 100).toFixed(0)} %`);
  for (const [name, value] of perSecond) line(name, `${Math.round(value).toLocaleString("en")} /s`);
  for (const [name, value] of Object.entries(figures.ratios)) line(name, `${value.toFixed(1)} times`);
  for (const [name, value] of Object.entries(milliseconds)) line(name, `${value.toFixed(2)} ms`);
  for (const [name, value] of Object.entries(figures.touchedByARole))
    line(`people touched by a role, ${name}`, String(value));
}
