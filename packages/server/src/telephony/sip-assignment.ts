import { randomUUID } from "node:crypto";
import type { SipAccountInput } from "@crewdock/contract";
import type { FieldErrors } from "../http/field-errors.ts";
import { provenAt } from "../secrets/proofs.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";
import { SIP_ACCOUNT_COLUMNS, type SipAccountRow } from "./sip-rows.ts";
import { sealSipPassword, sipCredentials } from "./sip-secrets.ts";

/** What is to be done with the SIP account of a user. */
export type SipPlan =
  | { readonly kind: "detach" }
  | {
      readonly kind: "make" | "take";
      readonly id: string;
      readonly input: SipAccountInput;
      readonly sealed: string | null;
      readonly checkedAt: Date | null;
    };

/** Whether a stored password may still be used: only towards the server it was given for. */
export function sameSipServer(row: SipAccountRow, input: SipAccountInput): boolean {
  return (
    row.login === input.login &&
    row.domain === normalDomain(input.domain) &&
    row.port === input.port &&
    row.transport === input.transport &&
    row.web_socket_url === input.webSocketUrl
  );
}

/** Checks what was sent for the SIP account of a user (null for a new one) and says what to do; errors stand below `/sipAccount`. */
export async function planSipAccount(
  services: Services,
  unit: Unit,
  userId: string | null,
  input: SipAccountInput | null,
  errors: FieldErrors,
): Promise<SipPlan> {
  if (input === null) {
    if (services.policy.sipAccount === "required") errors.add("/sipAccount", "required");
    return { kind: "detach" };
  }
  const { tenant } = services;
  const domain = normalDomain(input.domain);
  const id = input.id ?? randomUUID();
  const stored = input.id === null ? undefined : await findSipAccount(unit, tenant, input.id);
  if (input.id !== null && !stored) errors.add("/sipAccount/id", "not_found");
  if (stored && stored.user_id !== null && stored.user_id !== userId) errors.add("/sipAccount/id", "duplicate");
  const same = stored !== undefined && sameSipServer(stored, input);
  if (input.password === null && !same) errors.add("/sipAccount/password", "required");
  const taken = await unit.query(
    "select id from sip_accounts where tenant_id = $1 and domain = $2 and login = $3 and id <> $4",
    [tenant, domain, input.login, id],
  );
  if (taken.length > 0) errors.add("/sipAccount/login", "duplicate");
  const checkedAt =
    input.password === null
      ? (stored?.checked_at ?? null)
      : await provenAt(services, unit, sipCredentials({ ...input, domain, password: input.password }));
  return {
    kind: stored ? "take" : "make",
    id,
    input: { ...input, domain },
    sealed: input.password === null ? null : sealSipPassword(services, id, input.password),
    checkedAt,
  };
}

/** Does what {@link planSipAccount} said. */
export async function applySipPlan(unit: Unit, userId: string, plan: SipPlan): Promise<void> {
  const keep = plan.kind === "detach" ? "" : plan.id;
  await unit.query("update sip_accounts set user_id = null where tenant_id = $1 and user_id = $2 and id <> $3", [
    unit.tenant,
    userId,
    keep,
  ]);
  if (plan.kind === "detach") return;
  const { login, domain, port, transport, webSocketUrl } = plan.input;
  await unit.query(
    plan.kind === "make"
      ? `insert into sip_accounts (tenant_id, id, user_id, login, domain, port, transport, web_socket_url, password_sealed, checked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
      : `update sip_accounts set user_id = $3, login = $4, domain = $5, port = $6, transport = $7, web_socket_url = $8,
           password_sealed = coalesce($9, password_sealed), checked_at = $10 where tenant_id = $1 and id = $2`,
    [unit.tenant, plan.id, userId, login, domain, port, transport, webSocketUrl, plan.sealed, plan.checkedAt],
  );
}

export async function findSipAccount(db: Queries, tenant: string, id: string): Promise<SipAccountRow | undefined> {
  const rows = await db.query<SipAccountRow>(
    `select ${SIP_ACCOUNT_COLUMNS} from sip_accounts where tenant_id = $1 and id = $2`,
    [tenant, id],
  );
  return rows[0];
}

/** Host names are the same in any case (RFC 4343). */
export function normalDomain(domain: string): string {
  return domain.toLowerCase();
}
