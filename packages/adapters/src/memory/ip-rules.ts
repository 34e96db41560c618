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
import { refuse } from "@crewdock/contract/serve";
import { anyUser } from "./actor.ts";
import { change } from "./change.ts";
import { isLetIn, rulesOf } from "./ip-admission.ts";
import { companyRules, type Tables } from "./tables.ts";
import { type Backstage, type Call, verb } from "./verb.ts";
import { addressOf } from "./login-session.ts";

type IpVerbs = Pick<Ports["access"], "ipRules" | "setIpRules" | "testAddress">;

export function ipVerbs(backstage: Backstage): IpVerbs {
  return {
    ipRules: verb(backstage, "access", "ipRules", ({ userId }, { store, actor }) => {
      if (userId !== null) anyUser(store, actor, userId);
      return readRules(store.tables, userId);
    }),
    setIpRules: verb(backstage, "access", "setIpRules", (input, call) => setIpRules(input, call)),
    testAddress: verb(backstage, "access", "testAddress", ({ address, userId, rules }, { store, actor }) => {
      if (userId !== null) anyUser(store, actor, userId);
      const known = canonicalAddress(address);
      refuse([
        ...(known === null ? [{ pointer: "/address", code: "invalid_format" } as const] : []),
        ...ruleErrors(rules),
      ]);
      return userId === null ? judgeAddress(known, rules, []) : judgeAddress(known, rulesOf(store.tables, null), rules);
    }),
  };
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
  const { store, actor, holder } = call;
  if (userId !== null) anyUser(store, actor, userId);
  const before = readRules(store.tables, userId);
  if (before.version !== version) throw new CrewError("conflict", { current: before });
  refuse(ruleErrors(rules));
  return change(call, ({ draft, audit, tell }) => {
    draft.put("ipRules", { id: userId ?? companyRules, version: store.nextVersion(), rules });
    const { tables } = draft;
    const present = { userId: actor.user.id, address: addressOf(store, holder) };
    if ((userId === null || userId === actor.user.id) && !isLetIn(tables, actor.user, present))
      throw new CrewError("lockout_prevented", { detail: "the address of the one who acts" });
    const after = readRules(tables, userId);
    const recordId = userId ?? "company";
    audit({ action: "ipRules.replace", recordType: "ip_rules", recordId, before, after });
    tell("security.changed", userId);
    return after;
  });
}
