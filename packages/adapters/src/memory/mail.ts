import {
  CrewError,
  type Id,
  type MailAccount,
  type MailAccountInput,
  type MailCheckInput,
  type MailDiscovery,
  type MailProvider,
  type Ports,
} from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import { providerForDomain } from "@crewdock/contract/mail-providers";
import { factsOfUser, reaches } from "./actor.ts";
import { aboutUser, change } from "./change.ts";
import { checkedKey, mailErrors, putMailAccount, sameServers } from "./mail-accounts.ts";
import { mailboxFolders, playMailCheck } from "./mail-check.ts";
import { beginOAuth, finishOAuth, grantErrors, grantSecret } from "./mail-oauth.ts";
import { mailFailure } from "./mail-outcome.ts";
import { mailAccountsOf } from "./indexes.ts";
import { readMailAccount } from "./read-user.ts";
import type { StoredMailAccount } from "./tables.ts";
import { demandManaging } from "./user-rules.ts";
import { type Backstage, type Call, streamVerb, verb } from "./verb.ts";

/** The mail services that the adapter knows. */
export interface MailWorld {
  readonly providers: readonly MailProvider[];
  /** Providers' ids by the domains whose MX records would lead to them. */
  readonly mx: Readonly<Record<string, string>>;
}

export function mailPort(backstage: Backstage, world: MailWorld): Ports["mail"] {
  return {
    providers: verb(backstage, "mail", "providers", () => ({
      items: world.providers.toSorted((a, b) => Number(b.featured) - Number(a.featured)),
    })),
    discover: verb(backstage, "mail", "discover", ({ email }) => discover(world, email)),
    beginOAuth: verb(backstage, "mail", "beginOAuth", beginOAuth),
    finishOAuth: verb(backstage, "mail", "finishOAuth", async (input, call) => {
      await call.pause();
      return finishOAuth(input, call);
    }),
    check: streamVerb(backstage, "mail", "check", async function* (input, call) {
      const password = passwordOf(input, call);
      for await (const event of playMailCheck(input.settings, password, call.pause)) {
        if (call.context.signal.aborted) throw new CrewError("cancelled");
        if (event.type === "report" && event.report.ok)
          call.store.goodMail.add(checkedKey(call.store, input.settings, password));
        yield event;
      }
    }),
    folders: verb(backstage, "mail", "folders", async (input, call) => {
      const password = passwordOf(input, call);
      await call.pause();
      if (mailFailure("imap", input.settings.imap, password)) throw new CrewError("unavailable");
      return mailboxFolders;
    }),
    list: verb(backstage, "mail", "list", ({ userId }, call) => {
      demandOwnOrReached(userId, call);
      return { items: othersOf(userId, null, call).map(readMailAccount) };
    }),
    get: verb(backstage, "mail", "get", ({ id }, call) => readMailAccount(accountOf(id, call))),
    create: verb(backstage, "mail", "create", ({ userId, account }, call) => {
      demandOwnOrManaged(userId, call);
      refuse(mailErrors(account, undefined, othersOf(userId, null, call), call));
      return save(userId, account, undefined, call);
    }),
    update: verb(backstage, "mail", "update", ({ id, version, account }, call) => {
      const stored = accountAt(id, version, call);
      refuse(mailErrors(account, stored, othersOf(stored.userId, id, call), call));
      return save(stored.userId, account, stored, call);
    }),
    remove: verb(backstage, "mail", "remove", ({ id, version }, call) => {
      const stored = accountAt(id, version, call);
      const { userId } = stored;
      change(call, ({ draft, audit, tell }) => {
        draft.drop("mailAccounts", id);
        draft.drop("secrets", `mail:${id}`);
        const before = readMailAccount(stored);
        audit({ action: "mail.remove", recordType: "mail_account", recordId: id, before, after: null });
        tell("mail.changed", id, aboutUser(call.store.tables, userId));
      });
    }),
  };
}

function discover({ providers, mx }: MailWorld, email: string): MailDiscovery {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  const own = providerForDomain(domain, providers);
  if (own) return { provider: own, source: "domain" };
  const hosted = providers.find(({ id }) => id === mx[domain.toLowerCase()]) ?? null;
  return { provider: hosted, source: hosted ? "mx" : "none" };
}

/** @throws CrewError `not_found` for an account of somebody whom the actor may not manage. */
function accountOf(id: Id, call: Call): StoredMailAccount {
  const account = call.store.tables.mailAccounts.get(id);
  if (!account) throw new CrewError("not_found");
  demandOwnOrReached(account.userId, call);
  return account;
}

/** @throws CrewError `not_found` for somebody whom the actor may not manage. */
function demandOwnOrReached(userId: Id, { store, actor, used }: Call): void {
  if (userId === actor.user.id) return;
  const owner = store.tables.users.get(userId);
  if (!owner || !reaches(actor, "user.manage", factsOfUser(owner))) throw new CrewError("not_found");
  used("user.manage");
}

function accountAt(id: Id, version: string, call: Call): StoredMailAccount {
  const account = accountOf(id, call);
  demandOwnOrManaged(account.userId, call);
  if (account.version !== version) throw new CrewError("conflict", { current: readMailAccount(account) });
  return account;
}

function demandOwnOrManaged(userId: Id, { store, actor, used }: Call): void {
  if (userId === actor.user.id) return;
  const owner = store.tables.users.get(userId);
  if (!owner || !reaches(actor, "user.view", factsOfUser(owner))) throw new CrewError("not_found");
  demandManaging(store, actor, owner);
  used("user.manage");
}

function othersOf(userId: Id, id: Id | null, { store }: Call): readonly StoredMailAccount[] {
  return mailAccountsOf(store.tables, userId).filter((other) => other.id !== id);
}

function save(userId: Id, input: MailAccountInput, stored: StoredMailAccount | undefined, call: Call): MailAccount {
  const saved = change(call, ({ draft, audit, tell }) => {
    const after = readMailAccount(putMailAccount(call.store, draft, userId, input, stored));
    audit({
      action: stored ? "mail.update" : "mail.create",
      recordType: "mail_account",
      recordId: after.id,
      before: stored ? readMailAccount(stored) : null,
      after,
    });
    tell("mail.changed", after.id, aboutUser(call.store.tables, userId));
    return after;
  });
  call.store.oauth.grants.delete(input.grantId ?? "");
  return saved;
}

/** @throws CrewError `validation` for a grant or a stored password that is not for these servers. */
function passwordOf({ accountId, settings, password, grantId }: MailCheckInput, call: Call): string {
  const account = accountId === null ? null : accountOf(accountId, call);
  if (typeof grantId === "string") {
    refuse(grantErrors(grantId, { ...settings, password }, call));
    return grantSecret(grantId, call.store) ?? "";
  }
  if (password !== null) return password;
  const stored =
    account && sameServers(account, settings) ? call.store.tables.secrets.get(`mail:${account.id}`)?.text : null;
  if (!stored) throw new CrewError("validation", { fields: [{ pointer: "/password", code: "required" }] });
  return stored;
}
