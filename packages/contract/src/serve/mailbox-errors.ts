import type { FieldError } from "../errors/crew-error.ts";
import type { MailSettings } from "../mail/mail-account.ts";
import { uniqueKey } from "../unique-key.ts";

/** Nobody has the same mailbox twice, or its letters would come twice. @param others the other accounts of the same user */
export function mailboxErrors(
  { email }: Pick<MailSettings, "email">,
  others: readonly Pick<MailSettings, "email">[],
): readonly FieldError[] {
  const key = uniqueKey(email);
  return others.some((other) => uniqueKey(other.email) === key) ? [{ pointer: "/email", code: "duplicate" }] : [];
}
