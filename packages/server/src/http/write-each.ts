import { type CrewError, type Problem, toProblem } from "@crewdock/contract";
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

/** What is done to many, each by itself. */
export interface EachOf<Result> {
  /** Tell the items apart; one that comes twice is done once. */
  readonly keys: readonly string[];
  /** Looks at the request as a whole before anything happens, the first time only. */
  readonly check: (unit: Unit) => Promise<void>;
  readonly work: (unit: Unit, key: string, actor: Actor) => Promise<Result>;
  /** The result of an item that `work` refused, or that failed. */
  readonly refused: (key: string, problem: Problem) => Result;
}

/** One result for each item, in their order. */
export interface EachAnswer<Result> {
  readonly results: readonly Result[];
}

/**
 * Runs `work` for each item in a transaction of its own. What became of an item is stored with its change, so that a
 * repetition of the call gives the same answer, also one after the process died halfway: it does what is left. What may
 * go well another time, such as a database that is away, is told and not stored; a repetition tries it again.
 * @throws CrewError `validation` when the key was used for another request, and what `check` throws
 */
export async function writeEach<Result>(
  { run, call, signal, requestId, told }: EachItem,
  { keys, check, work, refused }: EachOf<Result>,
): Promise<EachAnswer<Result>> {
  const stored = await run((unit) => begun<Result>(unit, call, check));
  if (stored) return stored;
  const results: Result[] = [];
  let settled = true;
  for (const key of new Set(keys)) {
    signal.throwIfAborted();
    const result = await one(key).catch((thrown: unknown): Result => {
      settled = false;
      return refusal(key, told(thrown));
    });
    results.push(result);
  }
  const answer = { results };
  if (settled) await run((unit) => finish(unit, call, answer));
  return answer;

  async function one(key: string): Promise<Result> {
    // no key of a caller has a space in it
    const item = { ...call, key: `${call.key} ${key}` };
    try {
      return await run((unit, actor) => once(unit, item, () => work(unit, key, actor)));
    } catch (thrown) {
      const error = told(thrown);
      if (error.retryable) throw error;
      // Another call with the same key may have come first meanwhile; both give its answer then.
      return run((unit) => once(unit, item, async () => refusal(key, error)));
    }
  }

  function refusal(key: string, error: CrewError): Result {
    return refused(key, toProblem(error, requestId));
  }
}

/** Takes the key for this request; a refused one leaves it free. @returns the answer of a call that came to its end */
async function begun<Result>(
  unit: Unit,
  call: RepeatableCall,
  check: (unit: Unit) => Promise<void>,
): Promise<EachAnswer<Result> | null> {
  return once(unit, call, async () => {
    await check(unit);
    return null;
  });
}

async function finish(unit: Unit, { actorId, key }: RepeatableCall, answer: EachAnswer<unknown>): Promise<void> {
  await unit.query(
    "update idempotent_answers set answer = $4::jsonb where tenant_id = $1 and actor_id = $2 and key = $3",
    [unit.tenant, actorId, key, JSON.stringify(answer)],
  );
}
