import { randomId } from "../../kit/random-id.ts";

/**
 * Gives the key that makes a create safe to repeat: the same body keeps its key, so that a second try after a lost
 * answer does not double; another body gets another key, since backends refuse to take it under the old one.
 */
export function createIdempotencyKeys(): (body: unknown) => string {
  let last = "";
  let key = "";
  return (body) => {
    const text = JSON.stringify(body);
    if (text !== last) {
      last = text;
      key = randomId();
    }
    return key;
  };
}
