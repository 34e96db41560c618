import { isCrewError } from "@crewdock/contract";
import type { ConformanceCase, ConformanceContext } from "../kit/conformance-case.ts";
import { ConformanceError, ensureAtOnce, ensureFails } from "../kit/expect.ts";
import type { Method } from "../kit/operations.ts";
import { ask, bareInput, idleInput } from "./ask.ts";
import { forEachMethod, isStream } from "./each-method.ts";

/** Milliseconds from the abort to the end of the call. */
async function timeToSettle(context: ConformanceContext, method: Method): Promise<number> {
  const abort = new AbortController();
  const call = ask(context, "admin", method, bareInput(method), { signal: abort.signal });
  abort.abort();
  const started = performance.now();
  try {
    await call;
  } catch (error) {
    if (!isCrewError(error)) throw error;
    if (error.code !== "cancelled")
      throw new ConformanceError(`settled with ${error.code}`, { expected: "cancelled", actual: error.code });
    return performance.now() - started;
  }
  throw new ConformanceError("settled with an answer", { expected: "cancelled", actual: "an answer" });
}

export const cancellationCases: readonly ConformanceCase[] = [
  ...forEachMethod(
    "cancellation",
    "does not begin when the signal is aborted already",
    (method) => !isStream(method),
    (method) => async (context) => {
      const call = ask(context, "admin", method, idleInput(method), { signal: AbortSignal.abort() });
      await ensureFails(call, "cancelled");
    },
  ),
  ...forEachMethod(
    "cancellation",
    "settles within 50 ms of an abort",
    (method) => !isStream(method) && (method.operation.method === "GET" || method.pathMembers.length > 0),
    (method) => async (context) => {
      await ensureAtOnce(() => timeToSettle(context, method));
    },
  ),
];
