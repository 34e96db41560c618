import type { MailOAuthRegistration } from "../mail/oauth/oauth-client.ts";
import { oauthEndpoints } from "../mail/oauth/oauth-endpoints.data.ts";
import { value, ValueProblem, type ValueSchema } from "./values.ts";

/** By the ids of providers. */
export type MailRegistrations = Readonly<Record<string, MailOAuthRegistration>>;

const PROVIDERS = Object.keys(oauthEndpoints).join(", ");

/**
 * Registrations with mail providers: `gmail:client id:client secret` between commas, or JSON,
 * `{ "gmail": { "clientId": "…", "clientSecret": "…" } }`, for secrets with commas and for public clients, which have none.
 * A list without a secret is refused, as it was forgotten more often than it does not exist.
 */
export const mailRegistrations: ValueSchema<MailRegistrations> = value(
  `has to be a list of provider:client id:client secret between commas, of ${PROVIDERS}, or JSON where a secret has a comma or there is none`,
  (text) => (text.trimStart().startsWith("{") ? fromJson(text) : fromList(text)),
);

/** The client secrets among them. */
export function clientSecrets(registrations: MailRegistrations): readonly string[] {
  return Object.values(registrations).flatMap(({ clientSecret }) => clientSecret ?? []);
}

function fromList(text: string): MailRegistrations | undefined {
  const found = text.split(",").map((entry) => /^([a-z\d]+):([^\s:]+):(\S+)$/.exec(entry.trim()) ?? []);
  const known = found.every(([, provider]) => provider !== undefined && Object.hasOwn(oauthEndpoints, provider));
  if (!known || new Set(found.map(([, provider]) => provider)).size < found.length) return undefined;
  return Object.fromEntries(
    found.map(([, provider = "", clientId = "", clientSecret = ""]) => [provider, { clientId, clientSecret }]),
  );
}

function fromJson(text: string): MailRegistrations {
  const entries = Object.entries(parsed(text));
  if (entries.length === 0) throw new ValueProblem("is JSON with no provider in it");
  return Object.fromEntries(entries.map(([provider, given]) => [provider, registration(provider, given)]));
}

function parsed(text: string): object {
  try {
    return JSON.parse(text) as object; // what begins with a brace is an object or no JSON
  } catch {
    throw new ValueProblem("is JSON that cannot be read"); // the parser's own message has a piece of the text
  }
}

function registration(provider: string, given: unknown): MailOAuthRegistration {
  if (!Object.hasOwn(oauthEndpoints, provider)) throw new ValueProblem(`names a provider other than ${PROVIDERS}`);
  if (typeof given !== "object" || given === null) throw new ValueProblem(`gives ${provider} no clientId`);
  const { clientId, clientSecret, ...rest } = given as Readonly<Record<string, unknown>>;
  if (typeof clientId !== "string" || clientId === "") throw new ValueProblem(`gives ${provider} no clientId`);
  if (Object.keys(rest).length > 0)
    throw new ValueProblem(`gives ${provider} more: it takes clientId, clientSecret and nothing else`);
  if (clientSecret === undefined) return { clientId };
  if (typeof clientSecret === "string" && clientSecret !== "") return { clientId, clientSecret };
  throw new ValueProblem(`gives ${provider} a clientSecret that is none; of a public client it is left out`);
}
