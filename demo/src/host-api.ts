import { CrewError } from "@crewdock/contract";

/** The demo host's own backend: sign-in, tokens for the widgets, and the deals. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: "administrator" | "head" | "manager";
}

export interface HostSession {
  readonly user: { readonly id: string; readonly name: string } | null;
  /** Pages that stand in the navigation only of those with the right to them, as far as this person has it. */
  readonly pages: readonly string[];
  /** Who can be tried without a password. */
  readonly people: readonly Person[];
}

export interface Deal {
  readonly id: string;
  readonly title: string;
  readonly stage: string;
  /** Decimal string, such as `1250000.00`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly contactId: string | null;
  readonly contactName: string | null;
}

export interface WidgetToken {
  readonly token: string;
  readonly expiresAt: string;
}

/** What went wrong with a call of the host's backend. */
export class HostError extends Error {
  override readonly name = "HostError";
  readonly status: number;
  constructor(status: number) {
    super(`host answered ${status}`);
    this.status = status;
  }
}

async function call<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`/host/${path}`, {
    method: body === undefined ? "GET" : "POST",
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw new HostError(response.status);
  return (await response.json()) as T;
}

export const host = {
  session: (): Promise<HostSession> => call("session"),
  signIn: (login: string, password: string): Promise<HostSession> => call("sign-in", { login, password }),
  signInAs: (userId: string): Promise<HostSession> => call("sign-in-as", { userId }),
  signOut: (): Promise<HostSession> => call("sign-out", {}),
  deals: (): Promise<{ readonly items: readonly Deal[] }> => call("deals"),
  /** A widget token of the signed-in person, for {@link createRestAdapter}. */
  token: async ({ signal }: { readonly signal: AbortSignal }): Promise<WidgetToken> => {
    try {
      return await call<WidgetToken>("token", {}, signal);
    } catch (cause) {
      // a host that is down is not a sign-out: the widgets then say so and try again
      const signedOut = cause instanceof HostError && (cause.status === 401 || cause.status === 403);
      throw new CrewError(signedOut ? "unauthenticated" : "unavailable", { cause });
    }
  },
};
