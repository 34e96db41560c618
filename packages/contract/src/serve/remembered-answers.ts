import { CrewError } from "../errors/crew-error.ts";

const DAY = 86_400_000;

/** Answers a repeated call with what came of the first; `key` names the actor too, `request` the verb and its input. */
export type Remember = (key: string, request: unknown, work: () => Promise<unknown>) => Promise<unknown>;

/**
 * Keeps answers for 24 hours. A repeated call waits for the first one if that still runs; one that failed is forgotten.
 * @throws CrewError `validation` when the key was used for another request.
 */
export function rememberedAnswers(now: () => Date): Remember {
  const known = new Map<string, { readonly sent: string; readonly answer: Promise<unknown>; readonly until: number }>();
  return async (key, request, work) => {
    const time = now().getTime();
    for (const [old, { until }] of known) {
      if (until > time) break; // they stand in the order in which they end
      known.delete(old);
    }
    const sent = JSON.stringify(request);
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
