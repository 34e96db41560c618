import {
  CrewError,
  type FieldError,
  type Id,
  type IpRule,
  type IpRules,
  isNetwork,
  judgeAddress,
  type Ports,
  canonicalAddress,
} from "@crewdock/contract";
import { change, whoMay } from "./change.ts";
import { userOf } from "./limits.ts";
import { tenureIn } from "./rights.ts";
import { companyRules, type StoredUser, type Tables } from "./tables.ts";
import { refuse } from "./user-rules.ts";
import { type Backstage, type Call, verb } from "./verb.ts";
import { addressOf } from "./visit.ts";

type IpVerbs = Pick<Ports["access"], "ipRules" | "setIpRules" | "testAddress">;

export function ipVerbs(backstage: Backstage): IpVerbs {
  return {
    ipRules: verb(backstage, "access", "ipRules", ({ userId }, { store }) => {
      if (userId !== null) userOf(store, userId);
      return readRules(store.tables, userId);
    }),
    setIpRules: verb(backstage, "access", "setIpRules", (input, call) => setIpRules(input, call)),
    testAddress: verb(backstage, "access", "testAddress", ({ address, userId, rules }, { store }) => {
      if (userId !== null) userOf(store, userId);
      const known = canonicalAddress(address);
      refuse([
        ...(known === null ? [{ pointer: "/address", code: "invalid_format" } as const] : []),
        ...ruleErrors(rules),
      ]);
      return userId === null ? judgeAddress(known, rules, []) : judgeAddress(known, rulesOf(store.tables, null), rules);
    }),
  };
}

function rulesOf({ ipRules }: Tables, userId: Id | null): readonly IpRule[] {
  return ipRules.get(userId ?? companyRules)?.rules ?? [];
}

function readRules(tables: Tables, userId: Id | null): IpRules {
  return {
    version: tables.ipRules.get(userId ?? companyRules)?.version ?? "1",
    rules: rulesOf(tables, userId),
  };
}

function ruleErrors(rules: readonly IpRule[]): readonly FieldError[] {
  return rules.flatMap(({ network }, index): FieldError[] =>
    isNetwork(network) ? [] : [{ pointer: `/rules/${String(index)}/network`, code: "invalid_format" }],
  );
}

function setIpRules(
  {
    userId,
    version,
    rules,
  }: { readonly userId: Id | null; readonly version: string; readonly rules: readonly IpRule[] },
  call: Call,
): IpRules {
  const { store, actor, visit } = call;
  if (userId !== null) userOf(store, userId);
  const before = readRules(store.tables, userId);
  if (before.version !== version) throw new CrewError("conflict", { current: before });
  refuse(ruleErrors(rules));
  return change(call, ({ draft, audit, tell }) => {
    draft.put("ipRules", { id: userId ?? companyRules, version: store.nextVersion(), rules });
    const { tables } = draft;
    const isLetIn = (user: StoredUser, address: string | null): boolean =>
      judgeAddress(address, rulesOf(tables, null), rulesOf(tables, user.id)).allowed;
    const here = addressOf(store, visit);
    if ((userId === null || userId === actor.user.id) && !isLetIn(actor.user, here))
      throw new CrewError("lockout_prevented", { detail: "the address of the one who acts" });
    if (rules.length > 0 && !anyAdministrator(call, (user) => isLetIn(user, addressOfAdministrator(call, user))))
      throw new CrewError("last_admin", { detail: "the addresses of all administrators" });
    const after = readRules(tables, userId);
    const recordId = userId ?? "company";
    audit({ action: "ipRules.replace", recordType: "ip_rules", recordId, before, after });
    tell("security.changed", userId, whoMay(store, "security.view"));
    return after;
  });
}

function anyAdministrator({ store }: Call, test: (user: StoredUser) => boolean): boolean {
  const at = store.now().toISOString();
  for (const user of store.tables.users.values())
    if (tenureIn(store.tables, user, at) !== "none" && test(user)) return true;
  return false;
}

/** Where an administrator can be expected to come from: who acts is there, others were there last. */
function addressOfAdministrator({ store, actor, visit }: Call, user: StoredUser): string | null {
  if (user.id === actor.user.id) return addressOf(store, visit);
  let last: { readonly at: string; readonly address: string | null } | undefined;
  for (const login of store.tables.logins.values())
    if (login.userId === user.id && login.result === "ok" && (last === undefined || login.at > last.at)) last = login;
  return last?.address ?? null;
}
