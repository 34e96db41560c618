import {
  CrewError,
  type PhoneCredentials,
  type PhoneUse,
  type ProvenCallerId,
  type SipAccountInput,
  type SipCheckReport,
} from "@crewdock/contract";
import { FieldErrors } from "../http/field-errors.ts";
import { type Call, type Handlers, notConfigured } from "../http/handlers.ts";
import type { SipCheck, SipOptions } from "../options.ts";
import { mayDo } from "../rights/actor.ts";
import { rememberProof } from "../secrets/proofs.ts";
import type { Services } from "../services.ts";
import { mintCallerIdProof } from "./caller-id-proof.ts";
import { credentialTtl, mintTime } from "./credential-age.ts";
import { mintEphemeral } from "./ephemeral-credentials.ts";
import { createNumber, removeNumber, updateNumber } from "./number-changes.ts";
import { callerIdsOf, findNumbers } from "./number-rows.ts";
import { placeCallsOf } from "./place-calls.ts";
import { findSipAccount, sameSipServer } from "./sip-assignment.ts";
import { normalDomain } from "./sip-domain.ts";
import { takeSipCheck } from "./sip-limits.ts";
import { SIP_ACCOUNT_COLUMNS, type SipAccountRow, toSipAccount } from "./sip-rows.ts";
import { openSipPassword, sipCredentials } from "./sip-secrets.ts";

export function telephonyHandlers(services: Services): Handlers["telephony"] {
  const { sip, checkSipAccount } = services.options;
  return {
    freeSipAccounts: sip
      ? async (_input, { db, tenant }) => {
          const rows = await db.query<SipAccountRow>(
            `select ${SIP_ACCOUNT_COLUMNS} from sip_accounts where tenant_id = $1 and user_id is null order by domain, login limit 500`,
            [tenant],
          );
          return { items: rows.map(toSipAccount), defaults: sip.defaults };
        }
      : notConfigured,
    checkSipAccount: checkSipAccount
      ? ({ account }, call) => check(services, checkSipAccount, account, call)
      : notConfigured,
    credentials: sip ? ({ use }, call) => credentials(sip, use, call) : notConfigured,
    numbers: async (_input, { db, tenant }) => ({ items: await findNumbers(db, tenant) }),
    createNumber: ({ number }, call) => createNumber(number, call),
    updateNumber,
    removeNumber,
  };
}

async function check(
  services: Services,
  sipCheck: SipCheck,
  account: SipAccountInput,
  call: Call,
): Promise<SipCheckReport> {
  const { db, tenant, signal } = call;
  const input = { ...account, domain: normalDomain(account.domain) };
  const password = input.password ?? (await storedPassword(services, input, call));
  const target = { ...input, password };
  const attempt = await takeSipCheck(services, call, target);
  const report = await sipCheck(target, { signal }).catch(async (error: unknown) => {
    await attempt.settle(null);
    throw error;
  });
  await attempt.settle(report);
  if (!report.ok) return report;
  await rememberProof(services, db, sipCredentials(target));
  if (input.id !== null && input.password === null)
    await db.query("update sip_accounts set checked_at = $3 where tenant_id = $1 and id = $2", [
      tenant,
      input.id,
      services.now(),
    ]);
  return report;
}

/** @throws CrewError `validation` at `/password` when there is none to use, or it was given for another server */
async function storedPassword(
  services: Services,
  input: SipAccountInput,
  { db, tenant, actor }: Call,
): Promise<string> {
  const stored = input.id === null ? undefined : await findSipAccount(db, tenant, input.id);
  const errors = new FieldErrors();
  if (input.id !== null && !stored) errors.add("/id", "not_found");
  if (!stored || !sameSipServer(stored, input)) errors.add("/password", "required");
  errors.throwIfAny();
  if (stored?.user_id) await demandOwner(stored.user_id, { db, tenant, actor });
  return (await openSipPassword(services, input.id ?? "")) ?? "";
}

async function demandOwner(
  userId: string,
  { db, tenant, actor }: Pick<Call, "db" | "tenant" | "actor">,
): Promise<void> {
  const rows = await db.query<{ department_id: string }>(
    "select department_id from users where tenant_id = $1 and id = $2",
    [tenant, userId],
  );
  if (!mayDo(actor, "user.manage", { ownerId: userId, departmentId: rows[0]?.department_id ?? null }))
    throw new CrewError("forbidden");
}

async function credentials(sip: SipOptions, use: PhoneUse, call: Call): Promise<PhoneCredentials> {
  const { db, tenant, actor, request, now } = call;
  const placeCalls = placeCallsOf(actor);
  if (use === "call" && placeCalls === "none") throw new CrewError("forbidden", { detail: "call.place" });
  // Credentials speak for a user part of the company's own domain, so an account with a provider gets none.
  const rows = await db.query<AccountRow>(
    `select s.login, s.domain, s.assigned_at, u.caller_id from sip_accounts s
     join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
     where s.tenant_id = $1 and s.user_id = $2 and s.domain = $3`,
    [tenant, actor.user.id, normalDomain(sip.domain)],
  );
  const account = rows[0];
  if (!account) throw new CrewError("not_found", { detail: "no SIP account of the company's domain" });
  const ttlSeconds = credentialTtl(sip);
  const secret = sip.ephemeralSecret;
  const minted = mintEphemeral({
    user: account.login,
    use,
    secret,
    ttlSeconds,
    now: mintTime(now, account.assigned_at),
  });
  const { iceServers = [], webSocketUrl } = sip;
  const { id, departmentId } = actor.user;
  const mayChoose = placeCalls !== "none" && mayDo(actor, "telephony.user.edit", { ownerId: id, departmentId });
  const { login: user, caller_id: own } = account;
  // what is not offered is neither looked for nor proven
  const shown = mayChoose || own !== null ? await callerIdsOf(db, tenant, actor, mayChoose ? null : own) : [];
  const callerIds: readonly ProvenCallerId[] =
    use === "call"
      ? shown.map((each) => ({
          ...each,
          proof: mintCallerIdProof({ user, number: each.number }, secret, minted.expiresAt),
        }))
      : shown;
  return {
    aor: `sip:${account.login}@${account.domain}`,
    displayName: actor.name,
    webSocketUrl: typeof webSocketUrl === "string" ? webSocketUrl : webSocketUrl(request),
    username: minted.username,
    password: minted.password,
    expiresAt: new Date(minted.expiresAt).toISOString(),
    iceServers: typeof iceServers === "function" ? iceServers({ id: actor.user.id }, ttlSeconds) : iceServers,
    placeCalls,
    callerId: callerIds.find((each) => each.id === own) ?? null,
    callerIds: mayChoose ? callerIds : [],
  };
}

interface AccountRow {
  readonly login: string;
  readonly domain: string;
  readonly assigned_at: Date | null;
  readonly caller_id: string | null;
}
