import type { MailAccountInput, MailOAuthStep, MailProvider } from "@crewdock/contract";
import { type ConformanceContext, onlyIf, type Person } from "../kit/conformance-case.ts";

/** A provider with which people can sign in. Skips the case where there is none. */
export async function signInProvider({ as }: ConformanceContext): Promise<MailProvider> {
  const { items } = await as("admin").mail.providers({});
  const provider = items.find(({ oauth }) => oauth === true);
  onlyIf(provider !== undefined, "nobody can sign in with a mail provider");
  return provider;
}

/** Begins signing in with a provider. */
export async function beginSignIn(context: ConformanceContext, person: Person): Promise<MailOAuthStep> {
  const { id: providerId } = await signInProvider(context);
  return context.as(person).mail.beginOAuth({ providerId, email: null });
}

/** An account at a provider's own servers that logs in by a grant. */
export function grantedAccount(provider: MailProvider, unique: string, grantId: string): MailAccountInput {
  const email = `${unique}@crewdock.test`;
  const server = (protocol: "imap" | "smtp"): MailAccountInput["imap"] => {
    const [first] = provider[protocol];
    onlyIf(first !== undefined, "the provider has no servers");
    return { ...first, username: email };
  };
  return {
    email,
    providerId: provider.id,
    imap: server("imap"),
    smtp: server("smtp"),
    password: null,
    grantId,
    sentFolder: null,
    active: true,
  };
}
