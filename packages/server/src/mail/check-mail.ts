import {
  CrewError,
  type MailCheckEvent,
  type MailCheckInput,
  type MailCheckReport,
  type MailFailure,
  type MailFolders,
} from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import type { MailProbe, MailSecret } from "../options.ts";
import { rememberProof } from "../secrets/proofs.ts";
import type { Services } from "../services.ts";
import { passwordRequired, visible } from "./mail-access.ts";
import { failureOf, takeMailProbe } from "./mail-limits.ts";
import { givenLogin, type GivenLogin } from "./mail-login.ts";
import { findMailAccount, type StoredMailAccount } from "./mail-rows.ts";
import { mailCredentials, openMailPassword, sameMailServers } from "./mail-secrets.ts";
import { accessToken, NoAccessToken } from "./oauth/access-token.ts";
import { grantSeal } from "./oauth/mail-grants.ts";

/** Tries a mail account and tells each stage as it goes. Ends with the report or when the caller leaves. */
export async function* checkMail(
  services: Services,
  probe: MailProbe,
  input: MailCheckInput,
  call: Call,
): AsyncGenerator<MailCheckEvent> {
  const login = await loginFor(services, input, call);
  const attempt = await takeMailProbe(services, call, input.settings);
  let settled = false;
  const end = async (report: MailCheckReport): Promise<MailCheckEvent> => {
    settled = true;
    await attempt.settle();
    await remember(services, input, login, report, call);
    return { type: "report", report };
  };
  try {
    let secret: MailSecret;
    try {
      secret = await secretOf(services, login, call);
    } catch (error) {
      if (call.signal.aborted && !services.closing.aborted) return; // nobody is there to be told
      yield await end(reportOf(error));
      return;
    }
    for await (const event of probe.check(input.settings, secret, { signal: call.signal })) {
      attempt.note(event);
      yield event.type === "report" ? await end(event.report) : event;
    }
  } finally {
    // left in the middle: nobody waits for this any more but the end of the server
    if (!settled) services.background("mail.not_settled", () => attempt.settle());
  }
}

export async function mailFolders(
  services: Services,
  probe: MailProbe,
  input: MailCheckInput,
  call: Call,
): Promise<MailFolders> {
  const login = await loginFor(services, input, call);
  const attempt = await takeMailProbe(services, call, input.settings);
  try {
    return await probe.folders(input.settings, await secretOf(services, login, call), { signal: call.signal });
  } catch (error) {
    if (error instanceof NoAccessToken) throw new CrewError("unavailable", { cause: error, detail: error.code });
    const failure = failureOf(error);
    if (!failure) throw error;
    attempt.ended("imap", failure);
    const code = failure.code === "rate_limited" ? "rate_limited" : "unavailable";
    throw new CrewError(code, { cause: error, detail: failure.code });
  } finally {
    await attempt.settle();
  }
}

/** What a mail server is to be told: what was typed or granted, or what an account has stored. */
type MailLogin = GivenLogin | { readonly stored: StoredMailAccount };

/**
 * What was given, or what is stored and then only for its own servers: otherwise a server of the asker's choice would be
 * told it.
 */
async function loginFor(services: Services, input: MailCheckInput, call: Call): Promise<MailLogin> {
  const stored =
    input.accountId === null ? undefined : visible(await findMailAccount(call.db, call.tenant, input.accountId), call);
  const by = { userId: call.actor.user.id, now: call.now };
  const { login, errors } = await givenLogin(services, call.db, by, input.settings, input);
  if (errors.length > 0) throw new CrewError("validation", { fields: errors });
  if (login) return login;
  if (!stored || !sameMailServers(stored.account, input.settings)) throw passwordRequired();
  return { stored };
}

/** @throws NoAccessToken, or the reason of the caller's signal */
async function secretOf(services: Services, login: MailLogin, { signal }: Call): Promise<MailSecret> {
  if ("password" in login) return login.password;
  const { mailOAuth: client, tenant } = services;
  if ("grant" in login) {
    const { id, providerId, sealed } = login.grant;
    if (!client) throw new CrewError("unsupported", { detail: "mail.beginOAuth" });
    const seal = grantSeal(tenant, id);
    const place = { table: "mail_grants", column: "tokens_sealed", id, providerId, sealed, seal } as const;
    return { accessToken: await accessToken(services, client, place, { signal }) };
  }
  const { account, loginSealed: sealed, oauthProvider: providerId } = login.stored;
  if (providerId === null) return openMailPassword(services, account.id, sealed);
  if (!client?.providerIds.has(providerId)) {
    services.log({
      level: "error",
      event: "mail_oauth.not_refreshed",
      providerId,
      reason: "refused",
      said: "not_configured",
    });
    throw new NoAccessToken("oauth_unavailable");
  }
  const seal = { tenant, record: `mail_account:${account.id}`, field: "password" };
  const place = {
    table: "mail_accounts",
    column: "password_sealed",
    id: account.id,
    providerId,
    sealed,
    seal,
  } as const;
  return { accessToken: await accessToken(services, client, place, { signal }) };
}

/** A stored password as if it were typed again; a stored grant is never given a second time. */
function storedPassword(services: Services, stored: StoredMailAccount): GivenLogin | undefined {
  const { account, loginSealed, oauthProvider } = stored;
  return oauthProvider === null ? { password: openMailPassword(services, account.id, loginSealed) } : undefined;
}

/** The report of a check that had nothing to log in with. */
function reportOf(error: unknown): MailCheckReport {
  if (!(error instanceof NoAccessToken)) throw error;
  const retryable = error.code === "oauth_unavailable";
  const failure: MailFailure = { code: error.code, stage: "login", retryable, serverText: null, link: null, fix: null };
  const side = { ok: false, ms: 0, failure };
  return { ok: false, ms: 0, imap: side, smtp: side, folders: [], sent: null };
}

/** Keeps what a check found out: that this login is right, and how the stored account is. */
async function remember(
  services: Services,
  { accountId, settings }: MailCheckInput,
  login: MailLogin,
  report: MailCheckReport,
  call: Call,
): Promise<void> {
  const given = "stored" in login ? storedPassword(services, login.stored) : login;
  if (report.ok && given) await rememberProof(services, call.db, mailCredentials(settings, given));
  if (!("stored" in login)) return;
  if (accountId === null || call.signal.aborted) return;
  const state = report.ok ? "connected" : "failed";
  await call.write(async (unit) => {
    const stored = await findMailAccount(unit, unit.tenant, accountId);
    if (!stored) return;
    await unit.query("update mail_accounts set state = $3, checked_at = $4 where tenant_id = $1 and id = $2", [
      unit.tenant,
      accountId,
      state,
      services.now(),
    ]);
    unit.leaveUnaudited("nobody changed anything: a check found out how the account is");
    const { userId: ownerId, departmentId } = stored;
    unit.emit({ type: "mail.changed", id: accountId, ownerId, departmentIds: [departmentId] });
  });
}
