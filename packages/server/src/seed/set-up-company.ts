import { randomUUID } from "node:crypto";
import { CrewError, isPasswordAllowed, personalWords, type Organisation, type PersonName } from "@crewdock/contract";
import { startingRoles } from "@crewdock/contract/sample";
import { hashPassword } from "../secrets/password-hash.ts";
import type { Services } from "../services.ts";
import { runUnit } from "../store/unit.ts";
import { insertUser, setDirectRoles } from "../users/user-writes.ts";
import { insertOrganisation, insertRoles, type NamedRole } from "./company-writes.ts";

/** What a company starts from. */
export interface CompanyStart {
  readonly organisation: Organisation;
  /** @default administrator `r-admin`, chief executive `r-executive`, head of department `r-head`, manager `r-manager` */
  readonly roles?: readonly NamedRole[];
  readonly administrator: {
    readonly name: PersonName;
    readonly email: string;
    readonly login: string;
    /** Null where the host logs people in by itself. */
    readonly password: string | null;
    /** IANA name, such as `Europe/Warsaw`. */
    readonly timeZone: string;
    readonly departmentId: string;
    /** @default "r-admin" */
    readonly roleId?: string;
  };
}

/**
 * Fills an empty tenant: organisation, roles and the first administrator, who makes all others. To be called at each
 * start: where there are users already, nothing is changed.
 *
 * @returns the administrator's id; null when there are users already
 * @throws CrewError `validation` for a password that the policy does not allow
 */
export async function setUpCompany(
  { services }: { readonly services: Services },
  { organisation, roles = startingRoles, administrator }: CompanyStart,
): Promise<string | null> {
  const { db, tenant, policy } = services;
  const { name, email, login, password, timeZone, departmentId, roleId = "r-admin" } = administrator;
  if (password !== null && !isPasswordAllowed(policy.password, password, personalWords(name, login, email)))
    throw new CrewError("validation", { fields: [{ pointer: "/administrator/password", code: "weak_password" }] });
  const present = await db.query("select 1 from users where tenant_id = $1 limit 1", [tenant]);
  if (present.length > 0) return null; // known before the hash, which takes long
  const hash = password === null ? null : await hashPassword(password);
  return runUnit(
    db,
    { tenant, actorId: null, now: services.now(), requestId: null },
    () => services.feed.wake(),
    async (unit) => {
      await unit.query("select id from tenants where id = $1 for update", [tenant]);
      const meanwhile = await unit.query("select 1 from users where tenant_id = $1 limit 1", [tenant]);
      if (meanwhile.length > 0) return null;
      const id = randomUUID();
      await insertRoles(unit, roles);
      await insertOrganisation(unit, organisation);
      const person = { name, email, login, timeZone, departmentId, serviceNumber: null, positionId: null };
      await insertUser(unit, id, person, null, hash);
      await setDirectRoles(unit, id, [roleId]);
      await unit.query("update tenants set rights_version = rights_version + 1 where id = $1", [tenant]);
      await unit.audit({
        action: "company.setUp",
        recordType: "user",
        recordId: id,
        before: null,
        after: { email, login },
      });
      return id;
    },
  );
}
