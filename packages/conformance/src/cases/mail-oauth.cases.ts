import { casesOf, type ConformanceCase } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { beginSignIn, grantedAccount, signInProvider } from "../samples/mail-sign-in.ts";

const needs = ["mail.providers", "mail.beginOAuth", "mail.finishOAuth"] as const;
const refused = { code: null, error: "access_denied" } as const;

export const mailOAuthCases: readonly ConformanceCase[] = casesOf("mail", {
  "leads to the provider with a state and a challenge, and without a secret": [
    needs,
    async (context) => {
      const { id: providerId } = await signInProvider(context);
      const email = `${context.unique()}@crewdock.test`;
      const step = await context.as("nobody").mail.beginOAuth({ providerId, email });
      const { protocol, searchParams } = new URL(step.url);
      ensureSame(protocol, "https:", "the protocol");
      const given = Object.fromEntries(searchParams);
      ensureSame([given["response_type"], given["state"]], ["code", step.state], "type and state");
      ensureSame(given["redirect_uri"], step.redirectUrl, "where the provider sends people back to");
      ensureSame(given["code_challenge_method"], "S256", "the challenge's method (RFC 7636)");
      ensure((given["code_challenge"] ?? "").length > 0, "no code_challenge");
      ensure(!("client_secret" in given) && !("code_verifier" in given), "a secret is in the address");
      ensure(Date.parse(step.expiresAt) > Date.now() - 60_000, "it has run out already");
    },
    "the backend makes the verifier, keeps it, and sends its SHA-256 alone",
  ],
  "begins each time with another state and another challenge": [
    needs,
    async (context) => {
      const [one, two] = [await beginSignIn(context, "nobody"), await beginSignIn(context, "nobody")];
      const challenge = (url: string): string | null => new URL(url).searchParams.get("code_challenge");
      ensure(one.state !== two.state, "the same state");
      ensure(one.state.length >= 22, "a state that can be guessed");
      ensure(challenge(one.url) !== challenge(two.url), "the same challenge");
    },
  ],
  "begins nothing with a provider that it does not know": [
    needs,
    async (context) => {
      const call = context.as("nobody").mail.beginOAuth({ providerId: "x-none", email: null });
      ensureFields(await ensureFails(call, "validation"), { "/providerId": "not_found" });
    },
  ],
  "tells a person's refusal as an outcome, and takes the state once": [
    needs,
    async (context) => {
      const { state } = await beginSignIn(context, "nobody");
      const { mail } = context.as("nobody");
      const outcome = await mail.finishOAuth({ state, ...refused });
      ensureSame(outcome, { ok: false, reason: "consent_refused" }, "the outcome");
      await ensureFails(mail.finishOAuth({ state, ...refused }), "not_found", "gone");
    },
  ],
  "tells apart why a provider gave no code": [
    needs,
    async (context) => {
      const { mail } = context.as("nobody");
      const said = {
        invalid_scope: "scope_missing",
        temporarily_unavailable: "unavailable",
        unauthorized_client: "refused",
      };
      for (const [error, reason] of Object.entries(said)) {
        const { state } = await beginSignIn(context, "nobody");
        ensureSame(await mail.finishOAuth({ state, code: null, error }), { ok: false, reason }, error);
      }
    },
  ],
  "takes a state from the one alone to whom it was given": [
    needs,
    async (context) => {
      const { state } = await beginSignIn(context, "nobody");
      await ensureFails(context.as("admin").mail.finishOAuth({ state, ...refused }), "not_found");
      const own = await context.as("nobody").mail.finishOAuth({ state, ...refused });
      ensureSame(own.ok, false, "the state is still the other's");
    },
  ],
  "takes no state that it has not given": [
    needs,
    async (context) => {
      await ensureFails(context.as("nobody").mail.finishOAuth({ state: context.unique(), ...refused }), "not_found");
    },
  ],
  "stores no account by a grant that is not there, nor by a grant and a password": [
    [...needs, "mail.create"],
    async (context) => {
      const provider = await signInProvider(context);
      const { mail } = context.as("nobody");
      const userId = context.people.nobody;
      const account = grantedAccount(provider, context.unique(), "x-none");
      ensureFields(await ensureFails(mail.create({ userId, account }), "validation"), { "/grantId": "not_found" });
      const both = { ...account, password: context.secret() };
      ensureFields(await ensureFails(mail.create({ userId, account: both }), "validation"), {
        "/password": "not_allowed",
      });
    },
  ],
});
