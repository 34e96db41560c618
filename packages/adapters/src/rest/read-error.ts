import { CrewError, fromProblem, isCrewError, problemSchema } from "@crewdock/contract";
import { isHTTPError, isNetworkError, isTimeoutError } from "ky";
import { abortError } from "./abort.ts";

/** Turns whatever a call threw into the contract's error. */
export function readError(thrown: unknown, signal: AbortSignal): CrewError {
  if (isCrewError(thrown)) return thrown;
  if (signal.aborted) return abortError(signal);
  if (isHTTPError(thrown)) return errorOfAnswer(thrown.response, thrown.data);
  if (isTimeoutError(thrown)) return new CrewError("timeout", { cause: thrown });
  // fetch and its streams say TypeError when the connection fails or breaks off
  if (isNetworkError(thrown) || thrown instanceof TypeError) return new CrewError("unavailable", { cause: thrown });
  return new CrewError("internal", { cause: thrown });
}

/** The error that an answer outside of 2xx stands for: its problem details, or what the status says by itself. */
function errorOfAnswer({ status, headers }: Response, data: unknown): CrewError {
  const problem = problemSchema.safeParse(data);
  const retryAfter = retryAfterOf(headers);
  if (problem.success) {
    const told = problem.data;
    return fromProblem(told.retryAfter === undefined && retryAfter !== null ? { ...told, retryAfter } : told);
  }
  const requestId = headers.get("x-request-id");
  return new CrewError(codeOfStatus(status), {
    detail: `HTTP ${String(status)} without problem details`,
    ...(retryAfter === null ? {} : { retryAfter }),
    ...(requestId === null ? {} : { requestId }),
  });
}

function codeOfStatus(status: number): CrewError["code"] {
  if (status === 401) return "unauthenticated";
  if (status === 429) return "rate_limited";
  if (status === 408 || status === 504) return "timeout";
  // what stands before the server cannot reach it, or it says itself that it is down
  if (status === 502 || status === 503) return "unavailable";
  return status >= 500 ? "internal" : "invalid_answer";
}

/** Seconds to wait, from a number or a date (RFC 9110, section 10.2.3). */
export function retryAfterOf(headers: Headers): number | null {
  const value = headers.get("retry-after")?.trim();
  if (!value) return null;
  if (/^\d+$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
