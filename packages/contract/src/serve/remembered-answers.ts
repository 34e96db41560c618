import { CrewError } from "../errors/crew-error.ts";
import { fingerprinter } from "./fingerprint.ts";

const DAY = 86_400_000;

/** Answers a repeated call with what came of the first; `key` names the actor too, `request` the verb and its input. */
export type Remember = (key: string, request: unknown, work: () => Promise<unknown>) => Promise<unknown>;

/**
 * Keeps answers for 24 hours. A repeated call waits for the first one if that still runs; one that failed is forgotten.
 *
 * What is kept, in memory only: the key, a digest of the request by which another one is told apart (see
 * {@link fingerprinter}; requests carry passwords), and the answer as it was given. Verbs with an idempotency key answer
 * with records, which hold no secrets: whoever lets `work` answer with one keeps it too. What is past its 24 hours goes
 * with the next call, or with the process.
 * @throws CrewError `validation` when the key was used for another request.
 */
export function rememberedAnswers(now: () => Date): Remember {
  const known = new Map<string, { readonly sent: string; readonly answer: Promise<unknown>; readonly until: number }>();
  const digest = fingerprinter();
  return async (key, request, work) => {
    const time = now().getTime();
    for (const [old, { until }] of known) {
      if (until > time) break; // they stand in the order in which they end
      known.delete(old);
    }
    const sent = digest(request);
    const before = known.get(key);
    if (before) {
      if (before.sent !== sent)
        throw new CrewError("validation", { fields: [{ pointer: "/idempotencyKey", code: "mismatch" }] });
      return before.answer;
    }
    const answer = work();
    known.set(key, { sent, answer, until: time + DAY });
    try {
      return await answer;
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
}
