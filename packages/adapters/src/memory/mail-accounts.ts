import type { FieldError, Id, MailAccountInput, MailServer, MailSettings } from "@crewdock/contract";
import { mailboxErrors } from "@crewdock/contract/serve";
import { grantErrors, grantSecret } from "./mail-oauth.ts";
import type { Store } from "./store.ts";
import type { Draft, StoredMailAccount } from "./tables.ts";
import type { Call } from "./verb.ts";

function sameServer(a: MailServer, b: MailServer): boolean {
  return a.host === b.host && a.port === b.port && a.security === b.security && a.username === b.username;
}

/** Whether a stored password may be used: it is bound to the servers it was given for. */
export function sameServers(a: MailSettings, b: MailSettings): boolean {
  return sameServer(a.imap, b.imap) && sameServer(a.smtp, b.smtp);
}

/** What is wrong with a mail account beside the user's others. */
export function mailErrors(
  input: MailAccountInput,
  stored: StoredMailAccount | undefined,
  others: readonly MailSettings[],
  call: Pick<Call, "store" | "actor">,
): readonly FieldError[] {
  const wrong = typeof input.grantId === "string" ? grantErrors(input.grantId, input, call) : [];
  if (wrong.length > 0) return wrong;
  if (input.password === null && !input.grantId && !(stored && sameServers(stored, input)))
    return [{ pointer: "/password", code: "required" }];
  return mailboxErrors(input, others);
}

/** What a check was about, so that saving right after it knows the result. */
export function checkedKey({ digest }: Store, { email, imap, smtp }: MailSettings, password: string): string {
  const server = (one: MailServer): readonly unknown[] => [one.host, one.port, one.security, one.username];
  return digest([email, server(imap), server(smtp), password]);
}

/** Stores an account with a new version; one whose settings were just found good is connected. */
export function putMailAccount(
  store: Store,
  draft: Draft,
  userId: Id,
  input: MailAccountInput,
  stored?: StoredMailAccount,
): StoredMailAccount {
  const { password: typed, grantId, ...settings } = input;
  const id = stored?.id ?? store.nextId("m");
  const granted = grantSecret(grantId, store);
  const given = granted ?? typed;
  const auth = given === null ? stored?.auth : granted === null ? undefined : "oauth";
  const password = given ?? draft.tables.secrets.get(`mail:${id}`)?.text ?? "";
  const good = store.goodMail.has(checkedKey(store, input, password));
  const unchanged = stored !== undefined && given === null;
  const account: StoredMailAccount = {
    ...settings,
    id,
    userId,
    version: store.nextVersion(),
    state: good ? "connected" : unchanged ? stored.state : "unchecked",
    checkedAt: good ? store.now().toISOString() : unchanged ? stored.checkedAt : null,
    ...(auth === undefined ? {} : { auth }),
  };
  draft.put("mailAccounts", account);
  draft.put("secrets", { id: `mail:${id}`, text: password });
  return account;
}
