import { createHash, randomBytes } from "node:crypto";
import {
  CrewError,
  type MailOAuthBegin,
  type MailOAuthOutcome,
  type MailOAuthReturn,
  type MailOAuthStep,
} from "@crewdock/contract";
import { signInRefusal } from "@crewdock/contract/serve";
import type { Call } from "../../http/handlers.ts";
import { countAttempts } from "../../limits/attempts.ts";
import type { SealContext } from "../../secrets/seal.ts";
import type { Services } from "../../services.ts";
import { insertGrant } from "./mail-grants.ts";
import { type OAuthClient, OAuthRefused } from "./oauth-client.ts";

/** How long somebody may stay at the provider's page, in milliseconds. */
const STATE_MS = 10 * 60 * 1000;
const PER_USER = { count: 60, seconds: 10 * 60 };

/** A state is a secret of the page for as long as it counts: the database has its hash alone. */
function stateId(state: string): string {
  return createHash("sha256").update(state).digest("base64url");
}

function verifierSeal(tenant: string, id: string): SealContext {
  return { tenant, record: `mail_oauth_state:${id}`, field: "verifier" };
}

/** @throws CrewError `validation`, `rate_limited` */
export async function beginSignIn(
  { sealer }: Services,
  client: OAuthClient,
  { providerId, email }: MailOAuthBegin,
  call: Call,
): Promise<MailOAuthStep> {
  if (!client.providerIds.has(providerId))
    throw new CrewError("validation", { fields: [{ pointer: "/providerId", code: "not_found" }] });
  const [state, verifier] = [randomBytes(32).toString("base64url"), randomBytes(32).toString("base64url")];
  const id = stateId(state);
  const expiresAt = new Date(call.now.getTime() + STATE_MS);
  await call.write(async (unit, actor) => {
    await countAttempts(unit, unit.tenant, [{ key: `mail-oauth:${actor.user.id}`, limit: PER_USER }], unit.now);
    await unit.query(
      `insert into mail_oauth_states (tenant_id, id, user_id, provider_id, verifier_sealed, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [unit.tenant, id, actor.user.id, providerId, sealer.seal(verifier, verifierSeal(unit.tenant, id)), expiresAt],
    );
  });
  const url = client.authorizeUrl(providerId, { state, verifier, email });
  return { url, state, redirectUrl: client.redirectUrl, expiresAt: expiresAt.toISOString() };
}

/** @throws CrewError `not_found`, `gone` */
export async function finishSignIn(
  services: Services,
  client: OAuthClient,
  { state, code, error, issuer = null }: MailOAuthReturn,
  call: Call,
): Promise<MailOAuthOutcome> {
  const { providerId, verifier } = await takeState(services, state, call);
  try {
    if (!client.isIssuer(providerId, issuer)) throw new OAuthRefused("refused", "issuer_mismatch");
    if (error !== null || code === null) {
      const reason = signInRefusal(error);
      if (reason === "consent_refused") return { ok: false, reason };
      throw new OAuthRefused(reason, wordOf(error));
    }
    const tokens = await client.redeem(providerId, code, verifier, call.signal);
    const grant = await call.write((unit, actor) =>
      insertGrant(services, unit, { userId: actor.user.id, providerId, tokens }),
    );
    return { ok: true, grant };
  } catch (thrown) {
    if (!(thrown instanceof OAuthRefused)) throw thrown;
    const { reason, said } = thrown;
    services.log({ level: "warn", event: "mail_oauth.refused", requestId: call.requestId, providerId, reason, said });
    return { ok: false, reason };
  }
}

/** A state counts once, whatever comes of it. */
async function takeState(
  { sealer, tenant }: Services,
  state: string,
  call: Call,
): Promise<{ readonly providerId: string; readonly verifier: string }> {
  const id = stateId(state);
  const [row] = await call.write((unit, actor) =>
    unit.query<{ readonly provider_id: string; readonly verifier_sealed: string; readonly expires_at: Date }>(
      `delete from mail_oauth_states where tenant_id = $1 and id = $2 and user_id = $3
       returning provider_id, verifier_sealed, expires_at`,
      [unit.tenant, id, actor.user.id],
    ),
  );
  if (!row) throw new CrewError("not_found");
  if (row.expires_at <= call.now) throw new CrewError("gone");
  return { providerId: row.provider_id, verifier: sealer.open(row.verifier_sealed, verifierSeal(tenant, id)) };
}

/** The provider's word as it may stand in a log: it came by way of the page. */
function wordOf(error: string | null): string {
  if (error === null) return "no_code";
  return /^[\w.-]{1,64}$/.test(error) ? error : "unreadable";
}
