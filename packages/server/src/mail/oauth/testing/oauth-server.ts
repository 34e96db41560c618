import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** How the provider answers what it is asked next. */
export interface Mood {
  /** What the person does at its page. */
  person: "consents" | "refuses";
  /** Fails requests for tokens with this error. */
  error: string | null;
  /** The status of such a failure. */
  status: number;
  /** The scope that it says it gave. */
  scope: string | null;
  refreshTokens: boolean;
  /** What happens while somebody waits for an answer of the token endpoint. */
  meanwhile: (() => Promise<unknown>) | null;
}

/** A provider that gives what it is asked for. */
export const kind: Mood = {
  person: "consents",
  error: null,
  status: 400,
  scope: null,
  refreshTokens: true,
  meanwhile: null,
};

interface Code {
  readonly challenge: string;
  readonly redirectUrl: string;
  readonly email: string;
}

/** A provider as RFC 6749 and RFC 7636 have it, on loopback, for one client. Refresh tokens count once. */
export interface OAuthServer {
  readonly url: string;
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  readonly mood: Mood;
  /** Every token that it gave. */
  readonly given: string[];
  /** Forms that the token endpoint was sent. */
  readonly asked: URLSearchParams[];
  /** Whether an access token is one of this mailbox that counts. */
  isGood(email: string, accessToken: string): boolean;
  /** Goes to the page as a browser does. @returns where it is sent back to */
  visit(url: string): Promise<URL>;
  /** Takes back whatever was given. */
  revokeAll(): void;
  /** Lets access tokens end; refresh tokens go on. */
  expireAll(): void;
  close(): Promise<void>;
}

export async function startOAuthServer(lifetimeSeconds = 3600): Promise<OAuthServer> {
  const client = { clientId: "crm", clientSecret: "secret-of-the-operator" };
  const mood: Mood = { ...kind };
  const codes = new Map<string, Code>();
  const refreshTokens = new Map<string, string>();
  const accessTokens = new Map<string, string>();
  const given: string[] = [];
  const asked: URLSearchParams[] = [];

  const authorize = (query: URLSearchParams): string => {
    const back = new URL(query.get("redirect_uri") ?? "");
    back.searchParams.set("state", query.get("state") ?? "");
    if (mood.person === "refuses") back.searchParams.set("error", "access_denied");
    else {
      const code = randomUUID();
      const challenge = query.get("code_challenge_method") === "S256" ? (query.get("code_challenge") ?? "") : "";
      codes.set(code, {
        challenge,
        redirectUrl: query.get("redirect_uri") ?? "",
        email: query.get("login_hint") ?? "",
      });
      back.searchParams.set("code", code);
    }
    return back.href;
  };

  const give = (email: string): object => {
    const [access, refresh] = [randomUUID(), randomUUID()];
    given.push(access, refresh);
    accessTokens.set(access, email);
    refreshTokens.set(refresh, email);
    return {
      access_token: access,
      token_type: "Bearer",
      expires_in: lifetimeSeconds,
      ...(mood.refreshTokens ? { refresh_token: refresh } : {}),
      ...(mood.scope === null ? {} : { scope: mood.scope }),
    };
  };

  const token = (form: URLSearchParams): readonly [number, object] => {
    asked.push(form);
    if (mood.error !== null) return [mood.status, { error: mood.error }];
    if (form.get("client_id") !== client.clientId || form.get("client_secret") !== client.clientSecret)
      return [401, { error: "invalid_client" }];
    if (form.get("grant_type") === "refresh_token") {
      const email = refreshTokens.get(form.get("refresh_token") ?? "");
      if (email === undefined) return [400, { error: "invalid_grant" }];
      refreshTokens.delete(form.get("refresh_token") ?? "");
      return [200, give(email)];
    }
    const code = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const proof = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const fits = code && proof === code.challenge && form.get("redirect_uri") === code.redirectUrl;
    return fits ? [200, give(code.email)] : [400, { error: "invalid_grant" }];
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://provider.invalid");
    if (url.pathname === "/authorize") {
      response.writeHead(302, { Location: authorize(url.searchParams) }).end();
      return;
    }
    const [status, body] = token(new URLSearchParams(await text(request)));
    await mood.meanwhile?.();
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  };

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    client,
    mood,
    given,
    asked,
    isGood: (email, accessToken) => accessTokens.get(accessToken) === email,
    async visit(url) {
      const { headers } = await fetch(url, { redirect: "manual" });
      return new URL(headers.get("location") ?? "");
    },
    revokeAll() {
      accessTokens.clear();
      refreshTokens.clear();
    },
    expireAll: () => accessTokens.clear(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
