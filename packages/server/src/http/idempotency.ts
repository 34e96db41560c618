import { CrewError } from "@crewdock/contract";
import type { Fingerprinter } from "../secrets/fingerprint.ts";
import type { Unit } from "../store/unit.ts";

/** How long the answer to a key is kept, in milliseconds. */
export const IDEMPOTENCY_MS: number = 24 * 60 * 60 * 1000;

/** One call that may be repeated under its key, which is its actor's own, see the contract's `CallContext`. */
export interface RepeatableCall {
  readonly actorId: string;
  readonly key: string;
  /** Tells this request from another one under the same key. */
  readonly hash: string;
}

/**
 * Reads the `Idempotency-Key` of a call.
 * @throws CrewError `validation` at `/idempotencyKey` when it is missing or not 1 to 128 visible ASCII characters
 */
export function repeatableCall(
  request: Request,
  actorId: string,
  operation: string,
  input: unknown,
  fingerprints: Fingerprinter,
): RepeatableCall {
  const key = request.headers.get("idempotency-key")?.replace(/^"(.*)"$/, "$1");
  if (key === undefined || !/^[\x21-\x7e]{1,128}$/.test(key))
    throw new CrewError("validation", { fields: [{ pointer: "/idempotencyKey", code: "required" }] });
  return { actorId, key, hash: fingerprints.of([operation, input]) };
}

/**
 * Runs `work` once for its key: the answer is stored with the change, a repetition gets it back. A parallel duplicate
 * waits at the unique key for the first to end, in this process or in another.
 * @throws CrewError `validation` when the key was used for another request
 */
export async function once<T>(unit: Unit, call: RepeatableCall, work: () => Promise<T>): Promise<T> {
  const { actorId, key, hash } = call;
  const stale = new Date(unit.now.getTime() - IDEMPOTENCY_MS);
  unit.send("delete from idempotent_answers where tenant_id = $1 and actor_id = $2 and key = $3 and at < $4", [
    unit.tenant,
    actorId,
    key,
    stale,
  ]);
  const claimed = await unit.query(
    `insert into idempotent_answers (tenant_id, actor_id, key, request_hash, at) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning key`,
    [unit.tenant, actorId, key, hash, unit.now],
  );
  if (claimed.length === 0) return stored<T>(unit, call);
  const answer = await work();
  unit.send("update idempotent_answers set answer = $4::jsonb where tenant_id = $1 and actor_id = $2 and key = $3", [
    unit.tenant,
    actorId,
    key,
    JSON.stringify(answer),
  ]);
  return answer;
}

async function stored<T>(unit: Unit, { actorId, key, hash }: RepeatableCall): Promise<T> {
  const rows = await unit.query<{ request_hash: string; answer: T }>(
    "select request_hash, answer from idempotent_answers where tenant_id = $1 and actor_id = $2 and key = $3",
    [unit.tenant, actorId, key],
  );
  const row = rows[0];
  if (!row) throw new CrewError("unavailable", { detail: "the first call with this key was undone meanwhile" });
  if (row.request_hash !== hash)
    throw new CrewError("validation", { fields: [{ pointer: "/idempotencyKey", code: "mismatch" }] });
  return row.answer;
}
