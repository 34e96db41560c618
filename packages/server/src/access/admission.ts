import { type IpRule, judgeAddress } from "@crewdock/contract";
import type { JudgedUser } from "../rights/facts.ts";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";

/** From where people of the company may log in. */
export async function companyIpRules(db: Queries, tenant: string): Promise<readonly IpRule[]> {
  const [row] = await db.query<{ ip_rules: readonly IpRule[] }>("select ip_rules from tenants where id = $1", [tenant]);
  return row?.ip_rules ?? [];
}

/**
 * Whether the rules let a user in from where they can be expected: who acts is there, others were there at their last
 * log-in. Where that is not known any rule shuts them out.
 */
export function isLetIn(
  user: JudgedUser,
  companyRules: readonly IpRule[],
  { actorId, address }: Pick<Unit, "actorId" | "address">,
): boolean {
  return judgeAddress(user.id === actorId ? address : user.lastAddress, companyRules, user.ipRules).allowed;
}
