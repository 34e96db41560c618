import type { SipCheckReport } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { takeAttempts } from "../limits/attempts.ts";
import { canonicalHost } from "../net/egress.ts";
import type { SipCheckTarget } from "../options.ts";
import type { Services } from "../services.ts";

const PER_USER = { count: 20, seconds: 10 * 60 };
const PER_HOST = { count: 60, seconds: 10 * 60 };
/** SIP servers ban an address after a few wrong passwords; we stop before they do. */
const WRONG_PASSWORDS = { count: 3, seconds: 10 * 60 };

/** What one check of a SIP account came to. */
export interface SipCheckAttempt {
  /** Lets a password that was wrong, or may have been when the check was broken off, go on counting; null when there is no report. */
  settle(report: SipCheckReport | null): Promise<void>;
}

/**
 * Counts one check, and beforehand a wrong password for that account, or refuses it: many that come at once get no more
 * tries than those that come one by one.
 * @throws CrewError `rate_limited`
 */
export async function takeSipCheck(
  { db }: Services,
  { tenant, actor, now }: Call,
  target: SipCheckTarget,
): Promise<SipCheckAttempt> {
  const host = hostOf(target);
  const guess = `sip-password:${host}:${target.domain}:${target.login}`;
  const keys = [
    { key: `sip-user:${actor.user.id}`, limit: PER_USER },
    { key: `sip-host:${host}`, limit: PER_HOST },
    { key: guess, limit: WRONG_PASSWORDS },
  ];
  const taken = await takeAttempts(db, tenant, keys, now);
  return {
    async settle(report) {
      if (report && !mayHaveBeenWrong(report)) await taken.giveBack([guess]);
    },
  };
}

function hostOf({ webSocketUrl, domain }: SipCheckTarget): string {
  return canonicalHost(URL.parse(webSocketUrl ?? "")?.hostname ?? domain);
}

function mayHaveBeenWrong({ failure }: SipCheckReport): boolean {
  return failure?.code === "bad_login" || (failure?.code === "cancelled" && failure.stage === "login");
}
