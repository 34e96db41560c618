import { randomUUID } from "node:crypto";
import type { MailAccountInput } from "@crewdock/contract";
import { provenAt } from "../secrets/proofs.ts";
import type { Services } from "../services.ts";
import type { Unit } from "../store/unit.ts";
import { mailCredentials, sealMailPassword } from "./mail-secrets.ts";

/** A mail account with the password that a new one has to have. */
export type NewMailAccount = MailAccountInput & { readonly password: string };

export function hasPassword(input: MailAccountInput): input is NewMailAccount {
  return input.password !== null;
}

/** Stores a new mail account. It counts as connected when just these credentials passed a check before. @returns its id */
export async function insertMailAccount(
  services: Services,
  unit: Unit,
  userId: string,
  input: NewMailAccount,
): Promise<string> {
  const id = randomUUID();
  const checkedAt = await provenAt(services, unit, mailCredentials(input, input.password));
  await unit.query(
    `insert into mail_accounts (tenant_id, id, user_id, email, provider_id, imap, smtp, password_sealed, sent_folder,
       active, state, checked_at, created_at)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10, $11, $12, $13)`,
    [
      unit.tenant,
      id,
      userId,
      input.email,
      input.providerId,
      JSON.stringify(input.imap),
      JSON.stringify(input.smtp),
      sealMailPassword(services, id, input.password),
      input.sentFolder,
      input.active,
      checkedAt ? "connected" : "unchecked",
      checkedAt,
      unit.now,
    ],
  );
  return id;
}
