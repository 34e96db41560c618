/** 128 random bits; `crypto.randomUUID` is missing where a CRM runs without HTTPS. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

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
