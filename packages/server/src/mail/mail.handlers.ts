import { CrewError, type MailAccount, type MailAccountInput, type MailProvider } from "@crewdock/contract";
import { mailboxErrors, refuse } from "@crewdock/contract/serve";
import type { Call, Handlers } from "../http/handlers.ts";
import { notConfigured } from "../http/handlers.ts";
import { type Actor, demandManaging, mayDo } from "../rights/actor.ts";
import { rightsUser } from "../rights/facts.ts";
import { provenAt } from "../secrets/proofs.ts";
import type { Services } from "../services.ts";
import type { Unit } from "../store/unit.ts";
import { checkMail, mailFolders } from "./check-mail.ts";
import { grantGone, passwordRequired, visible } from "./mail-access.ts";
import { givenLogin, type GivenLogin, keepLogin } from "./mail-login.ts";
import { findMailAccount, mailAccountsOf, type StoredMailAccount } from "./mail-rows.ts";
import { mailCredentials, sameMailServers } from "./mail-secrets.ts";
import { insertMailAccount } from "./mail-writes.ts";
import { beginSignIn, finishSignIn } from "./oauth/sign-in.ts";

export function mailHandlers(services: Services): Handlers["mail"] {
  const { mail } = services.options;
  const client = services.mailOAuth;
  const shown = (provider: MailProvider): MailProvider =>
    client?.providerIds.has(provider.id) ? { ...provider, oauth: true } : provider;
  return {
    providers: mail ? async () => ({ items: mail.discovery.providers.map(shown) }) : notConfigured,
    discover: mail
      ? async ({ email }, { signal }) => {
          const { provider, source } = await mail.discovery.discover(email, signal);
          return { provider: provider && shown(provider), source };
        }
      : notConfigured,
    beginOAuth: client ? (input, call) => beginSignIn(services, client, input, call) : notConfigured,
    finishOAuth: client ? (input, call) => finishSignIn(services, client, input, call) : notConfigured,
    check: mail ? (input, call) => checkMail(services, mail.probe, input, call) : notConfigured,
    folders: mail ? (input, call) => mailFolders(services, mail.probe, input, call) : notConfigured,
    list: async ({ userId }, call) => ({ items: await listAccounts(userId, call) }),
    get: async ({ id }, call) => visible(await findMailAccount(call.db, call.tenant, id), call).account,
    create: ({ userId, account }, call) => createAccount(services, userId, account, call),
    update: (input, call) => updateAccount(services, input, call),
    remove: removeAccount,
  };
}

async function listAccounts(userId: string, { db, tenant, actor, used }: Call): Promise<readonly MailAccount[]> {
  if (userId !== actor.user.id) {
    const owner = await rightsUser(db, tenant, userId);
    if (!owner || !mayDo(actor, "user.manage", { ownerId: owner.id, departmentId: owner.departmentId }))
      throw new CrewError("not_found");
    used("user.manage");
  }
  return mailAccountsOf(db, tenant, userId);
}

/** @throws CrewError `not_found` for somebody whom the actor does not see, `forbidden` for one whom they may not manage */
async function demandOwner(unit: Unit, actor: Actor, userId: string): Promise<void> {
  if (userId === actor.user.id) return;
  const owner = await rightsUser(unit, unit.tenant, userId);
  if (!owner || !mayDo(actor, "user.view", { ownerId: owner.id, departmentId: owner.departmentId }))
    throw new CrewError("not_found");
  demandManaging(actor, actor.rights, owner);
}

/** The account for a change. @throws CrewError `not_found`, `forbidden`, `conflict` */
async function lockAccount(
  unit: Unit,
  by: Pick<Call, "actor" | "used">,
  id: string,
  version: string,
): Promise<StoredMailAccount> {
  const stored = visible(await findMailAccount(unit, unit.tenant, id, "for update of m"), by);
  await demandOwner(unit, by.actor, stored.userId);
  if (stored.account.version !== version) throw new CrewError("conflict", { current: stored.account });
  return stored;
}

function createAccount(
  services: Services,
  userId: string,
  account: MailAccountInput,
  call: Call,
): Promise<MailAccount> {
  return call.write(async (unit, actor) => {
    await demandOwner(unit, actor, userId);
    const login = await loginOf(services, unit, actor, account);
    if (!login) throw passwordRequired();
    await demandNewMailbox(unit, userId, account);
    const id = await insertMailAccount(services, unit, userId, account, login);
    return tell(unit, "mail.create", null, visible(await findMailAccount(unit, unit.tenant, id), { ...call, actor }));
  });
}

function updateAccount(
  services: Services,
  { id, version, account }: { readonly id: string; readonly version: string; readonly account: MailAccountInput },
  call: Call,
): Promise<MailAccount> {
  return call.write(async (unit, actor) => {
    const { userId } = visible(await findMailAccount(unit, unit.tenant, id), { ...call, actor });
    await lockMailboxes(unit, userId);
    const stored = await lockAccount(unit, { ...call, actor }, id, version);
    const current = stored.account;
    const same = sameMailServers(current, account);
    const login = await loginOf(services, unit, actor, account);
    if (!same && !login) throw passwordRequired();
    await demandNewMailbox(unit, userId, account, id);
    const { loginSealed: sealed, oauthProvider } = stored;
    const provedAt = login ? await provenAt(services, unit, mailCredentials(account, login)) : null;
    const kept = login ? await keepLogin(services, unit, id, login) : { sealed, oauthProvider };
    if (!kept) throw grantGone();
    const checkedAt = login ? provedAt : current.checkedAt && new Date(current.checkedAt);
    await unit.query(
      `update mail_accounts set email = $3, provider_id = $4, imap = $5::jsonb, smtp = $6::jsonb, password_sealed = $7,
         sent_folder = $8, active = $9, state = $10, checked_at = $11, oauth_provider = $12, version = version + 1,
         refresh_lease = case when $13 then null else refresh_lease end
       where tenant_id = $1 and id = $2`,
      [
        unit.tenant,
        id,
        account.email,
        account.providerId,
        JSON.stringify(account.imap),
        JSON.stringify(account.smtp),
        kept.sealed,
        account.sentFolder,
        account.active,
        login ? (provedAt ? "connected" : "unchecked") : current.state,
        checkedAt,
        kept.oauthProvider,
        login !== undefined, // whoever refreshes the former tokens does not put theirs in the place of these
      ],
    );
    return tell(
      unit,
      "mail.update",
      current,
      visible(await findMailAccount(unit, unit.tenant, id), { ...call, actor }),
    );
  });
}

/** Lets the accounts of a user be changed one after the other: before an account, as deleting the user locks both. */
async function lockMailboxes(unit: Unit, userId: string): Promise<void> {
  await unit.query("select id from users where tenant_id = $1 and id = $2 for update", [unit.tenant, userId]);
}

/** @throws CrewError `duplicate` for a mailbox that the user has in another account */
async function demandNewMailbox(
  unit: Unit,
  userId: string,
  account: MailAccountInput,
  id: string | null = null,
): Promise<void> {
  await lockMailboxes(unit, userId);
  const others = (await mailAccountsOf(unit, unit.tenant, userId)).filter((other) => other.id !== id);
  refuse(mailboxErrors(account, others));
}

/** What the form gives to log in with. @throws CrewError `validation` */
async function loginOf(
  services: Services,
  unit: Unit,
  { user }: Actor,
  account: MailAccountInput,
): Promise<GivenLogin | undefined> {
  const by = { userId: user.id, now: unit.now };
  const { login, errors } = await givenLogin(services, unit, by, account, account);
  if (errors.length > 0) throw new CrewError("validation", { fields: errors });
  return login;
}

function removeAccount({ id, version }: { readonly id: string; readonly version: string }, call: Call): Promise<void> {
  return call.write(async (unit, actor) => {
    const stored = await lockAccount(unit, { ...call, actor }, id, version);
    await unit.query("delete from mail_accounts where tenant_id = $1 and id = $2", [unit.tenant, id]);
    await tell(unit, "mail.remove", stored.account, stored);
  });
}

/** Mail accounts are shown with their user, so both are told to have changed. */
async function tell(
  unit: Unit,
  action: "mail.create" | "mail.update" | "mail.remove",
  before: MailAccount | null,
  { account, userId, departmentId }: StoredMailAccount,
): Promise<MailAccount> {
  unit.emit({ type: "mail.changed", id: account.id, ownerId: userId, departmentIds: [departmentId] });
  unit.emit({ type: "user.changed", id: userId, ownerId: userId, departmentIds: [departmentId] });
  const after = action === "mail.remove" ? null : account;
  await unit.audit({ action, recordType: "mail_account", recordId: account.id, before, after });
  return account;
}
