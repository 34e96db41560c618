import { CrewError, type ErrorCode, fromProblem, isCrewError, problemSchema } from "@crewdock/contract";
import { isHTTPError, isNetworkError } from "ky";
import { abortError } from "./abort.ts";
import { mediaTypeOf } from "./body.ts";

/**
 * Turns whatever a call threw into the contract's error. What ky throws holds the request with its token, so neither it
 * nor a text of the server goes into the cause or the detail.
 */
export function readError(thrown: unknown, signal: AbortSignal, now: number): CrewError {
  if (isCrewError(thrown)) return thrown;
  if (signal.aborted) return abortError(signal);
  if (isHTTPError(thrown)) return errorOfAnswer(thrown.response, thrown.data, now);
  // fetch and its streams say TypeError when the connection fails or breaks off
  if (isNetworkError(thrown)) return new CrewError("unavailable", { cause: thrown.cause });
  if (thrown instanceof TypeError) return new CrewError("unavailable", { cause: thrown });
  return new CrewError("internal", { cause: thrown });
}

/** The error that an answer outside of 2xx stands for: its problem details, or what the status says by itself. */
function errorOfAnswer(response: Response, data: unknown, now: number): CrewError {
  const { headers } = response;
  const retryAfter = retryAfterOf(headers, now);
  const problem = problemSchema.safeParse(data);
  if (problem.success) {
    const told = problem.data;
    return fromProblem(told.retryAfter === undefined && retryAfter !== null ? { ...told, retryAfter } : told);
  }
  const requestId = headers.get("x-request-id");
  return new CrewError(codeOfAnswer(response), {
    detail: response.type === "opaqueredirect" ? "redirect" : `HTTP ${String(response.status)} without problem details`,
    ...(retryAfter === null ? {} : { retryAfter }),
    ...(requestId === null || !/^[\w.:-]{1,64}$/.test(requestId) ? {} : { requestId }),
  });
}

/** What problem details with a code that this version does not know mean by their status. */
const byStatus: Readonly<Record<number, ErrorCode>> = {
  403: "forbidden",
  404: "not_found",
  410: "gone",
  412: "conflict",
  422: "validation",
  501: "unsupported",
};

function codeOfAnswer({ status, headers }: Response): ErrorCode {
  if (status === 401) {
    // RFC 6750, section 3.1: the token has expired or was revoked, and another may help
    return headers.get("www-authenticate")?.includes("invalid_token") ? "token_expired" : "unauthenticated";
  }
  if (status === 429) return "rate_limited";
  if (status === 408 || status === 504) return "timeout";
  // what stands before the server cannot reach it, or it says itself that it is down
  if (status === 502 || status === 503) return "unavailable";
  // a page of whatever stands before the server tells nothing about the record
  const known = mediaTypeOf(headers) === "application/problem+json" ? byStatus[status] : undefined;
  return known ?? (status >= 500 ? "internal" : "invalid_answer");
}

/** Seconds to wait, from a number or a date (RFC 9110, section 10.2.3). */
function retryAfterOf(headers: Headers, now: number): number | null {
  const value = headers.get("retry-after")?.trim();
  if (!value) return null;
  if (/^\d+$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
