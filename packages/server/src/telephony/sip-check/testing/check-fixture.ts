import type { SipCheckReport } from "@crewdock/contract";
import { checkSipAccount, type SipCheckAccount, type SipCheckOptions } from "../index.ts";

export const PASSWORD = 'p"ä:\\ secret';

/** Checks alice@sip.test at a loopback port with short time limits. */
export function check(
  account: Partial<SipCheckAccount> & Pick<SipCheckAccount, "port">,
  options: Partial<SipCheckOptions> = {},
): Promise<SipCheckReport> {
  return checkSipAccount(
    { login: "alice", password: PASSWORD, domain: "sip.test", transport: "udp", webSocketUrl: null, ...account },
    {
      signal: new AbortController().signal,
      resolve: () => Promise.resolve({ address: "127.0.0.1", family: 4 }),
      ...options,
      timeouts: { connect: 1000, answer: 1000, total: 4000, remove: 500, t1: 20, ...options.timeouts },
    },
  );
}

/** Code and stage of a failed report, or `ok`. */
export function outcome(report: SipCheckReport): string {
  return report.failure === null ? "ok" : `${report.failure.stage}: ${report.failure.code}`;
}

/** `ok`, `failed` and `skipped` of the four stages, in order. */
export function states(report: SipCheckReport): readonly string[] {
  return report.stages.map(({ state }) => state);
}
