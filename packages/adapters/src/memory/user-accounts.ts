import type { FieldError, Id, SipAccount, SipAccountInput } from "@crewdock/contract";
import type { Store } from "./store.ts";
import type { Draft } from "./tables.ts";

/** What is wrong with the SIP account that is to become a user's. */
export function sipErrors(store: Store, userId: Id | null, input: SipAccountInput): readonly FieldError[] {
  const at = "/sipAccount";
  const accounts = [...store.tables.sipAccounts.values()];
  const stored = input.id === null ? undefined : store.tables.sipAccounts.get(input.id);
  if (input.id !== null && !stored) return [{ pointer: `${at}/id`, code: "not_found" }];
  if (stored && stored.userId !== null && stored.userId !== userId) return [{ pointer: `${at}/id`, code: "duplicate" }];
  if (accounts.some(({ id, login, domain }) => id !== input.id && login === input.login && domain === input.domain))
    return [{ pointer: `${at}/login`, code: "duplicate" }];
  if (input.password === null && !(stored && sameServer(stored, input)))
    return [{ pointer: `${at}/password`, code: "required" }];
  return [];
}

/** Whether a stored password may be used: it is bound to where it was given for. */
export function sameServer(stored: SipAccount, input: SipAccountInput): boolean {
  return (["login", "domain", "port", "transport"] as const).every((key) => stored[key] === input[key]);
}

/** Gives a user this SIP account, or none; the one they had becomes free. */
export function putSipAccount(store: Store, draft: Draft, userId: Id, input: SipAccountInput | null): void {
  for (const account of draft.tables.sipAccounts.values()) {
    if (account.userId === userId && account.id !== input?.id) draft.put("sipAccounts", { ...account, userId: null });
  }
  if (input === null) return;
  const { id: given, password, ...settings } = input;
  const id = given ?? store.nextId("s");
  const stored = draft.tables.sipAccounts.get(id);
  const checkedAt = stored && password === null && sameServer(stored, input) ? stored.checkedAt : null;
  draft.put("sipAccounts", { ...settings, id, userId, checkedAt });
  if (password !== null) draft.put("secrets", { id: `sip:${id}`, text: password });
}
