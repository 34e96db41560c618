import type { SipAccountInput, SipCheckFailureCode, SipCheckReport, SipCheckStageName } from "@crewdock/contract";

interface Outcome {
  readonly stage: SipCheckStageName;
  readonly code: SipCheckFailureCode;
  readonly retryable: boolean;
  readonly status: number | null;
}

const byDomain: readonly (readonly [RegExp, Outcome])[] = [
  [/\.invalid$|^unknown\./, { stage: "name", code: "dns_not_found", retryable: false, status: null }],
  [/^refused\./, { stage: "connection", code: "refused", retryable: true, status: null }],
  [/^slow\./, { stage: "connection", code: "connect_timeout", retryable: true, status: null }],
  [/^selfsigned\./, { stage: "encryption", code: "tls_self_signed", retryable: false, status: null }],
  [/^silent\./, { stage: "login", code: "no_answer", retryable: true, status: null }],
];

const wrongPassword: Outcome = { stage: "login", code: "bad_login", retryable: false, status: 403 };
const stages: readonly SipCheckStageName[] = ["name", "connection", "encryption", "login"];

/**
 * How a check of a SIP account ends here: the password `wrong` is refused, and domains that begin with `unknown.`,
 * `refused.`, `slow.`, `selfsigned.` or `silent.` fail in that way.
 */
export function sipReport(account: SipAccountInput, password: string | null): SipCheckReport {
  const outcome =
    byDomain.find(([domain]) => domain.test(account.domain))?.[1] ??
    (password === null || password === "wrong" ? wrongPassword : null);
  const plain = account.transport !== "tls" && account.transport !== "wss";
  const failing = outcome ? stages.indexOf(outcome.stage) : stages.length;
  const told = stages.map((stage, index) => {
    if (index > failing || (stage === "encryption" && plain && index !== failing))
      return { stage, state: "skipped" as const, ms: 0 };
    return { stage, state: index === failing ? ("failed" as const) : ("ok" as const), ms: 12 + index * 9 };
  });
  return {
    ok: outcome === null,
    stages: told,
    failure: outcome && { ...outcome },
    ms: told.reduce((sum, { ms }) => sum + ms, 0),
  };
}
