import {
  CrewError,
  type MailCheckEvent,
  type MailCheckInput,
  type MailCheckReport,
  type MailFolders,
} from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import type { MailProbe } from "../options.ts";
import { rememberProof } from "../secrets/proofs.ts";
import type { Services } from "../services.ts";
import { failureOf, takeMailProbe } from "./mail-limits.ts";
import { findMailAccount } from "./mail-rows.ts";
import { mailCredentials, openMailPassword, sameMailServers } from "./mail-secrets.ts";
import { passwordRequired, visible } from "./mail-access.ts";

/** Tries a mail account and tells each stage as it goes. Ends with the report or when the caller leaves. */
export async function* checkMail(
  services: Services,
  probe: MailProbe,
  input: MailCheckInput,
  call: Call,
): AsyncGenerator<MailCheckEvent> {
  const password = await passwordFor(services, input, call);
  const attempt = await takeMailProbe(services, call, input.settings);
  let settled = false;
  try {
    for await (const event of probe.check(input.settings, password, { signal: call.signal })) {
      attempt.note(event);
      if (event.type === "report") {
        settled = true;
        await attempt.settle();
        await remember(services, input, password, event.report, call);
      }
      yield event;
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
  const password = await passwordFor(services, input, call);
  const attempt = await takeMailProbe(services, call, input.settings);
  try {
    return await probe.folders(input.settings, password, { signal: call.signal });
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    attempt.ended("imap", failure);
    const code = failure.code === "rate_limited" ? "rate_limited" : "unavailable";
    throw new CrewError(code, { cause: error, detail: failure.code });
  } finally {
    await attempt.settle();
  }
}

/**
 * The typed password, or the stored one and then only for its own servers: otherwise a server of the asker's choice
 * would be told it.
 */
async function passwordFor(services: Services, input: MailCheckInput, call: Call): Promise<string> {
  const stored =
    input.accountId === null ? undefined : visible(await findMailAccount(call.db, call.tenant, input.accountId), call);
  if (input.password !== null) return input.password;
  if (!stored || !sameMailServers(stored.account, input.settings)) throw passwordRequired();
  return openMailPassword(services, stored.account.id, stored.passwordSealed);
}

/** Keeps what a check found out: that these credentials are right, and how the stored account is. */
async function remember(
  services: Services,
  { accountId, settings, password: typed }: MailCheckInput,
  password: string,
  report: MailCheckReport,
  call: Call,
): Promise<void> {
  if (report.ok) await rememberProof(services, call.db, mailCredentials(settings, password));
  if (accountId === null || typed !== null || call.signal.aborted) return;
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
