import type { Id } from "@crewdock/contract";

/**
 * A second way to the data, past the adapter: straight from the database or its dump. With it the kit checks that
 * what was acknowledged is stored, once, and that no secret lies there in clear. Every member is optional.
 */
export interface StoreProbe {
  /** How many users have exactly this login. */
  readonly countUsers?: (login: string) => Promise<number>;
  /** The stored user; null when there is none. */
  readonly readUser?: (
    id: Id,
  ) => Promise<{ readonly login: string; readonly email: string; readonly state: string } | null>;
  /** How many roles have exactly this name. */
  readonly countRoles?: (name: string) => Promise<number>;
  /** Whether the text lies anywhere in the store, readable. */
  readonly holdsText?: (text: string) => Promise<boolean>;
}
