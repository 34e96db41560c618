import {
  type AddressVerdict,
  canonicalAddress,
  CrewError,
  type FieldError,
  type IpRule,
  type IpRules,
  isNetwork,
  judgeAddress,
} from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import type { Call } from "../http/handlers.ts";
import { beginPlaceChange, guardCompany } from "../rights/rights-change.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";
import { companyIpRules, isLetIn } from "./admission.ts";
import { anyUser } from "./any-user.ts";

interface RulesRow {
  readonly version: number;
  readonly rules: readonly IpRule[];
}

export async function readIpRules(
  { userId }: { readonly userId: string | null },
  { db, tenant, actor }: Call,
): Promise<IpRules> {
  if (userId !== null) await anyUser(db, tenant, actor, userId);
  return findRules(db, tenant, userId);
}

/** What rules would say of an address, before they are saved. */
export async function testAddress(
  input: { readonly address: string; readonly userId: string | null; readonly rules: readonly IpRule[] },
  { db, tenant, actor }: Call,
): Promise<AddressVerdict> {
  const { address, userId, rules } = input;
  if (userId !== null) await anyUser(db, tenant, actor, userId);
  const known = canonicalAddress(address);
  refuse([...(known === null ? [{ pointer: "/address", code: "invalid_format" } as const] : []), ...ruleErrors(rules)]);
  return userId === null
    ? judgeAddress(known, rules, [])
    : judgeAddress(known, await companyIpRules(db, tenant), rules);
}

/** Sets all rules of the company or of a user. From the next request on they count on every instance; open streams look again. */
export function setIpRules(
  services: Services,
  input: { readonly userId: string | null; readonly version: string; readonly rules: readonly IpRule[] },
  call: Call,
): Promise<IpRules> {
  const { userId, version, rules } = input;
  return call.write(async (unit, actor) => {
    const user = userId === null ? null : await anyUser(unit, unit.tenant, actor, userId);
    const before = await findRules(unit, unit.tenant, userId);
    if (before.version !== version) throw new CrewError("conflict", { current: before });
    refuse(ruleErrors(rules));
    const rights = await beginPlaceChange(unit, services.rights);
    await storeRules(unit, userId, rules);
    const companyRules = await companyIpRules(unit, unit.tenant);
    const self = userId === actor.user.id ? { ...actor.user, ipRules: rules } : actor.user;
    if ((userId === null || userId === self.id) && !isLetIn(self, companyRules, unit))
      throw new CrewError("lockout_prevented", { detail: "the address of the one who acts" });
    await guardCompany(unit, rights);
    const after = await findRules(unit, unit.tenant, userId);
    const recordId = userId ?? "company";
    await unit.audit({ action: "ipRules.replace", recordType: "ip_rules", recordId, before, after });
    unit.emit({
      type: "security.changed",
      id: userId,
      ownerId: userId,
      departmentIds: user ? [user.departmentId] : [],
    });
    return after;
  }, "exclusive");
}

async function findRules(db: Queries, tenant: string, userId: string | null): Promise<IpRules> {
  const [row] = await db.query<RulesRow>(
    userId === null
      ? "select ip_rules_version as version, ip_rules as rules from tenants where id = $1"
      : "select ip_rules_version as version, ip_rules as rules from users where tenant_id = $1 and id = $2",
    userId === null ? [tenant] : [tenant, userId],
  );
  if (!row) throw new CrewError("not_found");
  return { version: String(row.version), rules: row.rules };
}

async function storeRules(unit: Unit, userId: string | null, rules: readonly IpRule[]): Promise<void> {
  const set = "set ip_rules = $2::jsonb, ip_rules_version = ip_rules_version + 1";
  const text = JSON.stringify(rules.map(({ network, note }) => ({ network, note })));
  await unit.query(
    userId === null ? `update tenants ${set} where id = $1` : `update users ${set} where tenant_id = $1 and id = $3`,
    userId === null ? [unit.tenant, text] : [unit.tenant, text, userId],
  );
}

function ruleErrors(rules: readonly IpRule[]): readonly FieldError[] {
  return rules.flatMap(({ network }, index): FieldError[] =>
    isNetwork(network) ? [] : [{ pointer: `/rules/${index}/network`, code: "invalid_format" }],
  );
}
