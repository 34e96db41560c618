import { randomUUID } from "node:crypto";
import type { MailAccountInput } from "@crewdock/contract";
import { provenAt } from "../secrets/proofs.ts";
import type { Services } from "../services.ts";
import type { Unit } from "../store/unit.ts";
import { grantGone } from "./mail-access.ts";
import { type GivenLogin, keepLogin } from "./mail-login.ts";
import { mailCredentials } from "./mail-secrets.ts";

/** Stores a new mail account. It counts as connected when just this login passed a check before. @returns its id */
export async function insertMailAccount(
  services: Services,
  unit: Unit,
  userId: string,
  input: MailAccountInput,
  login: GivenLogin,
): Promise<string> {
  const id = randomUUID();
  const checkedAt = await provenAt(services, unit, mailCredentials(input, login));
  const kept = await keepLogin(services, unit, id, login);
  if (!kept) throw grantGone();
  await unit.query(
    `insert into mail_accounts (tenant_id, id, user_id, email, provider_id, imap, smtp, password_sealed, sent_folder,
       active, state, checked_at, created_at, oauth_provider)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10, $11, $12, $13, $14)`,
    [
      unit.tenant,
      id,
      userId,
      input.email,
      input.providerId,
      JSON.stringify(input.imap),
      JSON.stringify(input.smtp),
      kept.sealed,
      input.sentFolder,
      input.active,
      checkedAt ? "connected" : "unchecked",
      checkedAt,
      unit.now,
      kept.oauthProvider,
    ],
  );
  return id;
}
