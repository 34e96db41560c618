import { signal } from "@preact/signals";
import { type Client, type Id, isCrewError, uniqueKey } from "@crewdock/contract";

/** Which addresses and logins are somebody else's, as far as the one who edits can see people. */
export interface TakenNames {
  /** Whether a text was found to be somebody's. Follows what is found. */
  has(text: string): boolean;
  /** Asks about texts. Finding nothing out is no failure: the backend judges what is saved. */
  look(texts: readonly string[]): Promise<void>;
}

/** @param own the person who is edited, who may keep what is theirs */
export function createTakenNames(client: Client, own: Id | undefined, abort: AbortSignal): TakenNames {
  const known = signal<ReadonlyMap<string, boolean>>(new Map());
  const ask = async (key: string): Promise<void> => {
    try {
      const { items } = await client.users.list({ q: key, limit: 50 }, { signal: abort });
      const taken = items.some(({ id, email, login }) => id !== own && [email, login].map(uniqueKey).includes(key));
      known.value = new Map(known.value).set(key, taken);
    } catch (error) {
      if (!isCrewError(error)) throw error;
    }
  };
  return {
    has: (text) => known.value.get(uniqueKey(text)) === true,
    look: async (texts) => {
      await Promise.all(
        texts
          .map(uniqueKey)
          .filter((key) => key && !known.value.has(key))
          .map(ask),
      );
    },
  };
}
