import type { UserFormValues } from "./values.ts";

/** A half-filled form as it survives a reload. */
export interface Draft {
  /** Version of the user that the form started from; null for somebody new. */
  readonly version: string | null;
  /** What stood in the changed fields before, to tell others' changes from one's own. */
  readonly base: Partial<UserFormValues>;
  readonly values: Partial<UserFormValues>;
}

/** Where drafts are kept: `sessionStorage` by default, so that they end with the tab. */
export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** One draft at one place. */
export interface DraftKeeper {
  read(): Draft | undefined;
  write(draft: Draft): void;
  forget(): void;
}

const secrets: readonly (keyof UserFormValues)[] = ["password", "passwordAgain", "sipPassword"];

/** Takes every secret out, also those of mail accounts. */
function withoutSecrets(values: Partial<UserFormValues>): Partial<UserFormValues> {
  const kept = Object.fromEntries(
    Object.entries(values).filter(([name]) => !secrets.includes(name as keyof UserFormValues)),
  ) as Partial<UserFormValues>;
  if (kept.mail === undefined) return kept;
  return { ...kept, mail: kept.mail.map((each) => ({ ...each, account: { ...each.account, password: null } })) };
}

const isDraft = (value: unknown): value is Draft =>
  typeof value === "object" &&
  value !== null &&
  "values" in value &&
  typeof value.values === "object" &&
  value.values !== null &&
  "base" in value &&
  typeof value.base === "object" &&
  value.base !== null;

/** Keeps a draft under `crewdock:draft:<place>`. A full or forbidden storage only means that there is no draft. */
export function createDraftKeeper(storage: DraftStorage | undefined, place: string): DraftKeeper {
  const key = `crewdock:draft:${place}`;
  const attempt = <T>(run: (storage: DraftStorage) => T): T | undefined => {
    try {
      return storage === undefined ? undefined : run(storage);
    } catch {
      return undefined; // QuotaExceededError, SecurityError, or JSON that somebody else wrote
    }
  };
  return {
    read: () =>
      attempt((store) => {
        const value: unknown = JSON.parse(store.getItem(key) ?? "null");
        return isDraft(value) ? value : undefined;
      }),
    write: ({ version, base, values }) =>
      attempt((store) =>
        store.setItem(key, JSON.stringify({ version, base: withoutSecrets(base), values: withoutSecrets(values) })),
      ),
    forget: () => attempt((store) => store.removeItem(key)),
  };
}

/** The tab's own storage, where the browser allows it. */
export function tabStorage(): DraftStorage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined; // access to storage is denied
  }
}
