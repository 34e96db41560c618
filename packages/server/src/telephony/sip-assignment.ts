import { randomBytes, randomUUID } from "node:crypto";
import type { SipAccountInput } from "@crewdock/contract";
import { FieldErrors } from "../http/field-errors.ts";
import { provenAt } from "../secrets/proofs.ts";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";
import { normalDomain } from "./sip-domain.ts";
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
  if (input === null) return { kind: "detach" };
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

/**
 * Does what {@link planSipAccount} said. Logins that this takes from the user are written down, so that their phones end.
 * @throws CrewError `duplicate` at `/sipAccount/id` when somebody else took the account meanwhile
 */
export async function applySipPlan(unit: Unit, userId: string, plan: SipPlan): Promise<void> {
  await endFormerPhones(unit, userId, plan);
  const keep = plan.kind === "detach" ? "" : plan.id;
  await unit.query(
    `update sip_accounts set user_id = null, assigned_at = ${later("$4")} where tenant_id = $1 and user_id = $2 and id <> $3`,
    [unit.tenant, userId, keep, unit.now],
  );
  if (plan.kind === "detach") return;
  const { login, domain, port, transport, webSocketUrl } = plan.input;
  const stored = await unit.query<{ id: string }>(
    plan.kind === "make"
      ? `insert into sip_accounts (tenant_id, id, user_id, login, domain, port, transport, web_socket_url, password_sealed, checked_at, assigned_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`
      : `update sip_accounts set user_id = $3, login = $4, domain = $5, port = $6, transport = $7, web_socket_url = $8,
           password_sealed = coalesce($9, password_sealed), checked_at = $10,
           assigned_at = case when user_id is distinct from $3 or login <> $4 or domain <> $5 then ${later("$11")} else assigned_at end
         where tenant_id = $1 and id = $2 and (user_id is null or user_id = $3) returning id`,
    [unit.tenant, plan.id, userId, login, domain, port, transport, webSocketUrl, plan.sealed, plan.checkedAt, unit.now],
  );
  // The plan saw it free, but only this statement has the row locked.
  const errors = new FieldErrors();
  if (stored.length === 0) errors.add("/sipAccount/id", "duplicate");
  errors.throwIfAny();
}

/** Ends what a user's phones have registered, see {@link CrewServer.onPhoneEnded}; a device comes back by itself. */
export async function endPhones(unit: Unit, userId: string): Promise<void> {
  await endFormerPhones(unit, userId, { kind: "detach" });
}

/** Lets no short-lived credentials count that a user's phone has until now; pages have to come with fresh ones. */
export async function endPhoneCredentials(unit: Unit, userId: string): Promise<void> {
  await unit.query(`update sip_accounts set assigned_at = ${later("$3")} where tenant_id = $1 and user_id = $2`, [
    unit.tenant,
    userId,
    unit.now,
  ]);
}

/**
 * Takes the SIP account from somebody who leaves for good. On the company's own domain it gets a password that nobody
 * knows, as the former one may stand in a telephone at their home; with a provider it keeps the one the provider knows.
 */
export async function releaseSipAccount(services: Services, unit: Unit, userId: string): Promise<void> {
  const { sip } = services.options;
  const own = sip && normalDomain(sip.domain);
  const [account] = await unit.query<{ id: string; domain: string }>(
    "select id, domain from sip_accounts where tenant_id = $1 and user_id = $2",
    [unit.tenant, userId],
  );
  await applySipPlan(unit, userId, { kind: "detach" });
  if (account === undefined || account.domain !== own) return;
  const sealed = sealSipPassword(services, account.id, randomBytes(24).toString("base64url"));
  await unit.query("update sip_accounts set password_sealed = $3, checked_at = null where tenant_id = $1 and id = $2", [
    unit.tenant,
    account.id,
    sealed,
  ]);
}

/** A whole second beyond any change before, since credentials tell their time by the second. */
function later(now: string): string {
  return `greatest(${now}::timestamptz, assigned_at + interval '1 second')`;
}

async function endFormerPhones(unit: Unit, userId: string, plan: SipPlan): Promise<void> {
  const { id, login, domain } = plan.kind === "detach" ? NOTHING : { ...plan.input, id: plan.id };
  await unit.query(
    `insert into ended_phones (tenant_id, user_id, login, domain, at)
     select tenant_id, user_id, login, domain, $6 from sip_accounts
     where tenant_id = $1 and user_id = $2 and (id <> $3 or login <> $4 or domain <> $5) on conflict do nothing`,
    [unit.tenant, userId, id, login, domain, unit.now],
  );
}

const NOTHING = { id: "", login: "", domain: "" };

export async function findSipAccount(db: Queries, tenant: string, id: string): Promise<SipAccountRow | undefined> {
  const rows = await db.query<SipAccountRow>(
    `select ${SIP_ACCOUNT_COLUMNS} from sip_accounts where tenant_id = $1 and id = $2`,
    [tenant, id],
  );
  return rows[0];
}
