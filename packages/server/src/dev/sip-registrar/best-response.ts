import { headerLines, type SipHeader, type SipResponse } from "../../telephony/sip/index.ts";

/** Answers that tell the caller what to change (RFC 3261 16.7 step 6 names them), and a busy line before an absent one. */
const PREFERRED = [401, 407, 415, 420, 484, 486];

/**
 * Picks the one final answer to pass on when no branch of a fork was taken (RFC 3261 16.7 steps 6 and 7): a 6xx wins,
 * else the lowest class; challenges of all branches are put together.
 */
export function bestResponse(responses: readonly SipResponse[]): SipResponse | undefined {
  const declined = responses.find(({ status }) => status >= 600);
  if (declined !== undefined) return declined;
  const best = [...responses].sort((left, right) => rank(left) - rank(right))[0];
  if (best === undefined) return undefined;
  // a 503 would make the caller avoid this proxy altogether; one device's overload is no reason for that
  if (best.status === 503) return { ...best, status: 500, reason: "Server Internal Error" };
  return best.status === 401 || best.status === 407 ? withAllChallenges(best, responses) : best;
}

function rank({ status }: SipResponse): number {
  const wish = PREFERRED.indexOf(status);
  // 487 only says that we cancelled that branch ourselves
  const within = wish >= 0 ? wish : status === 487 ? PREFERRED.length + 1 : PREFERRED.length;
  return Math.floor(status / 100) * 100 + within;
}

function withAllChallenges(best: SipResponse, responses: readonly SipResponse[]): SipResponse {
  const names = ["WWW-Authenticate", "Proxy-Authenticate"] as const;
  const collected = names.flatMap((name): SipHeader[] =>
    responses.flatMap((response) => headerLines(response, name).map((value) => ({ name, value }))),
  );
  const others = best.headers.filter(({ name }) => !/^(www|proxy)-authenticate$/i.test(name));
  return { ...best, headers: [...others, ...collected] };
}
