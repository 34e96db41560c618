import { type BulkAnswer, type BulkResult, type CrewError, toProblem } from "@crewdock/contract";
import type { Actor } from "../rights/actor.ts";
import type { Unit } from "../store/unit.ts";
import { once, type RepeatableCall } from "./idempotency.ts";

export interface EachItem {
  /** Runs one transaction, on behalf of the actor as they stand by then. */
  readonly run: <T>(work: (unit: Unit, actor: Actor) => Promise<T>) => Promise<T>;
  readonly call: RepeatableCall;
  readonly signal: AbortSignal;
  readonly requestId: string;
  /** What the caller is told of an error; whatever nobody foresaw goes to the log. */
  readonly told: (error: unknown) => CrewError;
}

/**
 * Runs `work` for each item in a transaction of its own. What became of an item is stored with its change, so that a
 * repetition of the call gives the same answer, also one after the process died halfway: it does what is left. What may
 * go well another time, such as a database that is away, is told and not stored; a repetition tries it again.
 * `check` looks at the request as a whole before anything happens, the first time only.
 * @throws CrewError `validation` when the key was used for another request, and what `check` throws
 */
export async function writeEach(
  { run, call, signal, requestId, told }: EachItem,
  ids: readonly string[],
  work: (unit: Unit, id: string, actor: Actor) => Promise<void>,
  check: (unit: Unit) => Promise<void>,
): Promise<BulkAnswer> {
  const stored = await run((unit) => begun(unit, call, check));
  if (stored) return stored;
  const results: BulkResult[] = [];
  let settled = true;
  for (const id of new Set(ids)) {
    signal.throwIfAborted();
    const result = await one(id).catch((thrown: unknown): BulkResult => {
      settled = false;
      return refused(id, told(thrown));
    });
    results.push(result);
  }
  const answer = { results };
  if (settled) await run((unit) => finish(unit, call, answer));
  return answer;

  async function one(id: string): Promise<BulkResult> {
    // no key of a caller has a space in it
    const item = { ...call, key: `${call.key} ${id}` };
    const done = async (unit: Unit, actor: Actor): Promise<BulkResult> => {
      await work(unit, id, actor);
      return { id, ok: true };
    };
    try {
      return await run((unit, actor) => once(unit, item, () => done(unit, actor)));
    } catch (thrown) {
      const error = told(thrown);
      if (error.retryable) throw error;
      // Another call with the same key may have come first meanwhile; both give its answer then.
      return run((unit) => once(unit, item, async () => refused(id, error)));
    }
  }

  function refused(id: string, error: CrewError): BulkResult {
    return { id, ok: false, problem: toProblem(error, requestId) };
  }
}

/** Takes the key for this request; a refused one leaves it free. @returns the answer of a call that came to its end */
async function begun(
  unit: Unit,
  call: RepeatableCall,
  check: (unit: Unit) => Promise<void>,
): Promise<BulkAnswer | null> {
  return once(unit, call, async () => {
    await check(unit);
    return null;
  });
}

async function finish(unit: Unit, { actorId, key }: RepeatableCall, answer: BulkAnswer): Promise<void> {
  await unit.query(
    "update idempotent_answers set answer = $4::jsonb where tenant_id = $1 and actor_id = $2 and key = $3",
    [unit.tenant, actorId, key, JSON.stringify(answer)],
  );
}
