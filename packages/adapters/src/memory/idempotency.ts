import { CrewError } from "@crewdock/contract";
import type { Store } from "./store.ts";

const day = 86_400_000;

/**
 * Answers a repeated call with what came of the first, also while that still runs. A call that failed is forgotten.
 * @throws CrewError `validation` when the key was used with another body.
 */
export async function remember(
  store: Store,
  key: string,
  input: unknown,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const now = store.now().getTime();
  const sent = JSON.stringify(input);
  const known = store.answers.get(key);
  if (known && known.until > now) {
    if (known.sent !== sent)
      throw new CrewError("validation", { fields: [{ pointer: "/idempotencyKey", code: "mismatch" }] });
    return known.answer;
  }
  const answer = work();
  store.answers.set(key, { sent, answer, until: now + day });
  try {
    return await answer;
  } catch (error) {
    store.answers.delete(key);
    throw error;
  }
}
