import {
  CrewError,
  type FieldError,
  type Id,
  type MailGrant,
  type MailOAuthBegin,
  type MailOAuthOutcome,
  type MailOAuthRefusal,
  type MailOAuthReturn,
  type MailOAuthStep,
  type MailProvider,
  type MailSettings,
} from "@crewdock/contract";
import { areServersOf, refuse, signInRefusal } from "@crewdock/contract/serve";
import type { Store } from "./store.ts";
import type { Call } from "./verb.ts";

const minute = 60_000;
const stateLasts = 10 * minute;
const grantLasts = 30 * minute;

/** Somebody who is at a provider's page. */
interface OAuthState {
  readonly userId: Id;
  readonly providerId: string;
  readonly expiresAt: number;
}

/** A grant with the code that it came from. */
interface OAuthGrant extends OAuthState {
  readonly code: string;
}

/** Who is signing in with a provider, and who has. Reloads end both. */
export interface OAuthDesk {
  readonly providers: readonly MailProvider[];
  readonly states: Map<string, OAuthState>;
  readonly grants: Map<Id, OAuthGrant>;
}

/** Codes that tell how getting tokens for them ends; every other one is good. */
const refusals: Readonly<Record<string, MailOAuthRefusal>> = {
  late: "code_refused",
  down: "unavailable",
  misconfigured: "refused",
  partial: "scope_missing",
};

const redirectUrl = "https://crm.example/mail-sign-in";

/** Opens the way to a provider that is played: its page does not exist, any code that comes back will do. */
export function beginOAuth({ providerId, email }: MailOAuthBegin, { store, actor }: Call): MailOAuthStep {
  if (!store.oauth.providers.some(({ id, oauth }) => id === providerId && oauth === true))
    refuse([{ pointer: "/providerId", code: "not_found" }]);
  const state = crypto.randomUUID();
  const expiresAt = store.now().getTime() + stateLasts;
  store.oauth.states.set(state, { userId: actor.user.id, providerId, expiresAt });
  const url = new URL(`https://sign-in.invalid/${providerId}`);
  const query = {
    response_type: "code",
    client_id: "memory",
    redirect_uri: redirectUrl,
    state,
    code_challenge: crypto.randomUUID().replaceAll("-", ""),
    code_challenge_method: "S256",
    ...(email === null ? {} : { login_hint: email }),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return { url: url.href, state, redirectUrl, expiresAt: new Date(expiresAt).toISOString() };
}

export function finishOAuth({ state, code, error }: MailOAuthReturn, { store, actor }: Call): MailOAuthOutcome {
  const begun = store.oauth.states.get(state);
  if (begun?.userId !== actor.user.id) throw new CrewError("not_found");
  store.oauth.states.delete(state);
  const now = store.now().getTime();
  if (begun.expiresAt <= now) throw new CrewError("gone");
  if (error !== null || code === null) return { ok: false, reason: signInRefusal(error) };
  const reason = refusals[code];
  if (reason !== undefined) return { ok: false, reason };
  const { providerId } = begun;
  const id = store.nextId("grant");
  const expiresAt = now + grantLasts;
  store.oauth.grants.set(id, { userId: actor.user.id, providerId, code, expiresAt });
  const grant: MailGrant = { id, providerId, expiresAt: new Date(expiresAt).toISOString() };
  return { ok: true, grant };
}

/** What a mail account that logs in by a grant keeps in place of a password. */
function secretOf(code: string): string {
  return `oauth:${code}`;
}

/** What a grant that has passed {@link grantErrors} stands for. */
export function grantSecret(grantId: Id | null | undefined, { oauth }: Pick<Store, "oauth">): string | null {
  const grant = oauth.grants.get(grantId ?? "");
  return grant ? secretOf(grant.code) : null;
}

/** What is wrong with logging in by a grant. */
export function grantErrors(
  grantId: Id,
  given: Pick<MailSettings, "imap" | "smtp"> & { readonly password: string | null },
  { store, actor }: Pick<Call, "store" | "actor">,
): readonly FieldError[] {
  if (given.password !== null) return [{ pointer: "/password", code: "not_allowed" }];
  const grant = store.oauth.grants.get(grantId);
  if (!grant || grant.userId !== actor.user.id || grant.expiresAt <= store.now().getTime())
    return [{ pointer: "/grantId", code: "not_found" }];
  const provider = store.oauth.providers.find(({ id }) => id === grant.providerId);
  return areServersOf(provider, given) ? [] : [{ pointer: "/grantId", code: "not_allowed" }];
}
