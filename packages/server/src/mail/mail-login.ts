import { CrewError, type FieldError, type MailAccountInput, type MailSettings } from "@crewdock/contract";
import { areServersOf } from "@crewdock/contract/serve";
import type { Services } from "../services.ts";
import type { Queries } from "../store/db.ts";
import { findGrant, grantSeal, type StoredGrant } from "./oauth/mail-grants.ts";

/** What somebody gives for an account to log in with. */
export type GivenLogin = { readonly password: string } | { readonly grant: StoredGrant };

type Given = Pick<MailAccountInput, "password" | "grantId">;

/**
 * What a form gives to log in with: a password or a grant, which has to be the asker's own and to work at its provider's
 * servers. Undefined when it gives nothing, so that what is stored stays.
 */
export async function givenLogin(
  { tenant, options }: Services,
  db: Queries,
  by: { readonly userId: string; readonly now: Date },
  settings: Pick<MailSettings, "imap" | "smtp">,
  { password, grantId }: Given,
): Promise<{ readonly login?: GivenLogin; readonly errors: readonly FieldError[] }> {
  if (typeof grantId !== "string") return password === null ? { errors: [] } : { login: { password }, errors: [] };
  if (password !== null) return { errors: [{ pointer: "/password", code: "not_allowed" }] };
  const grant = options.mail?.oauth && (await findGrant(db, { tenant, ...by }, grantId));
  if (!grant) return { errors: [{ pointer: "/grantId", code: "not_found" }] };
  const provider = options.mail?.discovery.providers.find(({ id }) => id === grant.providerId);
  if (!areServersOf(provider, settings)) return { errors: [{ pointer: "/grantId", code: "not_allowed" }] };
  return { login: { grant }, errors: [] };
}

/** What an account keeps of a login: a sealed password, or sealed tokens with their provider. */
export interface KeptLogin {
  readonly sealed: string;
  readonly oauthProvider: string | null;
}

/**
 * Seals what was given for an account; a grant is used up by it.
 * @returns undefined for a grant that is gone
 * @throws CrewError `unavailable` for one whose tokens are just being refreshed: those that are stored may count no more
 */
export async function keepLogin(
  { sealer, tenant }: Services,
  db: Queries,
  accountId: string,
  login: GivenLogin,
): Promise<KeptLogin | undefined> {
  const context = { tenant, record: `mail_account:${accountId}`, field: "password" };
  if ("password" in login) return { sealed: sealer.seal(login.password, context), oauthProvider: null };
  const { id, providerId } = login.grant;
  const [row] = await db.query<{ readonly tokens_sealed: string | null }>(
    `with grant_of as materialized (
       select id, refresh_until from mail_grants where tenant_id = $1 and id = $2 for update
     ), taken as (
       delete from mail_grants g using grant_of where g.tenant_id = $1 and g.id = grant_of.id
         and (grant_of.refresh_until is null or grant_of.refresh_until < clock_timestamp())
       returning g.tokens_sealed
     )
     select (select tokens_sealed from taken) from grant_of`,
    [tenant, id],
  );
  if (!row) return undefined;
  if (row.tokens_sealed === null) throw new CrewError("unavailable", { detail: "the grant is being refreshed" });
  const tokens = sealer.open(row.tokens_sealed, grantSeal(tenant, id));
  return { sealed: sealer.seal(tokens, context), oauthProvider: providerId };
}
