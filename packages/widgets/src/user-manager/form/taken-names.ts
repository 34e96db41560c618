import { signal } from "@preact/signals";
import { type Client, type Id, isCrewError, uniqueKey } from "@crewdock/contract";

/** Which addresses and logins are somebody else's, as far as the one who edits can see people. */
export interface TakenNames {
  /** Whether a text was found to be somebody's. Follows what is found. */
  has(text: string): boolean;
  /** Asks about texts that are not known to be free. Finding nothing out is no failure: the backend judges what is saved. */
  look(texts: readonly string[]): Promise<void>;
}

/** The longest text that a list can be searched for. */
const LONGEST = 200;

/** @param own the person who is edited, who may keep what is theirs */
export function createTakenNames(client: Client, own: () => Id | undefined, abort: AbortSignal): TakenNames {
  const known = signal<ReadonlyMap<string, boolean>>(new Map());
  const ask = async (key: string): Promise<void> => {
    try {
      const { items } = await client.users.list({ q: key, limit: 50 }, { signal: abort });
      const others = items.filter(({ id }) => id !== own());
      const taken = others.some(({ email, login }) => uniqueKey(email) === key || uniqueKey(login) === key);
      known.value = new Map(known.value).set(key, taken);
    } catch (error) {
      if (!isCrewError(error)) throw error;
    }
  };
  return {
    has: (text) => known.value.get(uniqueKey(text)) === true,
    look: async (texts) => {
      const keys = [...new Set(texts.map(uniqueKey))];
      const open = keys.filter((key) => key !== "" && key.length <= LONGEST && known.peek().get(key) !== false);
      await Promise.all(open.map(ask));
    },
  };
}
