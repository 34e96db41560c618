import type { Session } from "@crewdock/contract";
import { type Context, Hono } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import type { DealBoard } from "./deal-board.ts";
import { addInvitationRoutes } from "./invitations.ts";
import { staticFile } from "./static-files.ts";

/** Somebody who can be tried without a password. */
export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly role: "administrator" | "head" | "manager";
}

export interface HostOptions {
  /** Crewdock's own answer to a request below `/crewdock`. */
  readonly crewdock: (request: Request) => Promise<Response>;
  /** Port on loopback, known once the server listens. */
  readonly port: () => number;
  /** Key with which this backend asks Crewdock for widget tokens. */
  readonly hostKey: string;
  readonly cookieKey: string;
  readonly people: readonly DemoPerson[];
  readonly deals: DealBoard;
  /** Full name of a user; null for an unknown one. */
  readonly nameOf: (userId: string) => Promise<string | null>;
}

/** Somebody signed in, and Crewdock's session that it began: whoever is logged out everywhere ends there as well. */
interface SignedIn {
  readonly userId: string;
  readonly sessionId: string;
}

const COOKIE = "lantern";
const TOKEN_SECONDS = 240;

/** The right without which a page of the settings has nothing to show. */
const pageRights = { team: "user.view", roles: "role.view" } as const;

/** The backend of the demo CRM: who is signed in, tokens for the widgets, deals, and the page itself. */
export function createHost(options: HostOptions): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    // a page on a name that was made to point at this machine (DNS rebinding) would pass every check of its origin
    if (!isOwnHost(context.req.url, options.port())) return context.text("Unknown host", 421);
    return next();
  });

  app.all("/crewdock/*", (context) => options.crewdock(context.req.raw));

  app.use("/host/*", async (context, next) => {
    const origin = context.req.header("origin");
    if (context.req.method === "POST" && origin !== new URL(context.req.url).origin)
      return context.json({ error: "foreign origin" }, 403);
    await next();
    context.header("cache-control", "no-store");
  });

  app.get("/host/session", async (context) => context.json(await session(context, await signedIn(context))));

  app.post("/host/sign-in", async (context) => {
    const { login, password } = await body(context);
    if (typeof login !== "string" || typeof password !== "string") return context.json({}, 422);
    return logIn(context, login, password);
  });

  app.post("/host/sign-in-as", async (context) => {
    const { userId } = await body(context);
    const person = options.people.find(({ id }) => id === userId);
    if (!person) return context.json({}, 403);
    const answer = await askCrewdock(context, "sessions", { userId: person.id, ...placeOf(context) });
    return answer.ok ? signIn(context, (await answer.json()) as SignedIn) : context.json({}, refusal(answer));
  });

  addInvitationRoutes(app, { ask: askCrewdock, logIn, nameOf: options.nameOf, body });

  app.post("/host/sign-out", async (context) => {
    const who = await signedIn(context);
    if (who) await askCrewdock(context, "sessions/end", who);
    deleteCookie(context, COOKIE);
    return context.json(await session(context, null));
  });

  app.post("/host/token", async (context) => {
    const who = await signedIn(context);
    if (!who) return context.json({}, 401);
    const answer = await mint(context, who);
    if (answer.status === 410) return context.json({}, 401);
    return new Response(answer.body, { status: answer.status, headers: { "content-type": "application/json" } });
  });

  app.get("/host/deals", async (context) => {
    const who = await signedIn(context);
    if (!who) return context.json({}, 401);
    const grants = await grantsOf(context, who);
    if (typeof grants === "number") return context.json({}, grants);
    return context.json({ items: await options.deals.visibleTo(who.userId, grants["deal.view"] ?? "none") });
  });

  app.get("*", async (context) => (await staticFile(context.req.path)) ?? context.text("Not found", 404));

  async function logIn(context: Context, login: string, password: string) {
    const answer = await askCrewdock(context, "logins", {
      login,
      password,
      ...placeOf(context),
    });
    return answer.ok ? signIn(context, (await answer.json()) as SignedIn) : context.json({}, refusal(answer));
  }

  async function signedIn(context: Context): Promise<SignedIn | null> {
    const cookie = (await getSignedCookie(context, options.cookieKey, COOKIE)) || "";
    const [userId, sessionId] = cookie.split(" ");
    return userId && sessionId ? { userId, sessionId } : null;
  }

  async function session(context: Context, who: SignedIn | null) {
    const signedOut = { user: null, pages: [], people: options.people };
    const name = who && (await options.nameOf(who.userId));
    if (!who || !name) return signedOut;
    const grants = await grantsOf(context, who);
    if (grants === 401) return signedOut;
    return { user: { id: who.userId, name }, pages: pagesOf(grants), people: options.people };
  }

  /** Pages of the settings that the person has a use for; all where Crewdock does not say, which the widgets then tell. */
  function pagesOf(grants: Session["grants"] | number): readonly string[] {
    return Object.entries(pageRights)
      .filter(([, action]) => typeof grants === "number" || (grants[action] ?? "none") !== "none")
      .map(([page]) => page);
  }

  /** What a user may do, as Crewdock says; the status to answer with where it does not: 401 once the session has ended. */
  async function grantsOf(context: Context, who: SignedIn): Promise<Session["grants"] | 401 | 403 | 503> {
    const minted = await mint(context, who);
    if (minted.status === 410) return 401;
    if (!minted.ok) return 403;
    const { token } = (await minted.json()) as { token: string };
    const answer = await options.crewdock(
      new Request(new URL("/crewdock/v1/session", context.req.url), {
        headers: { authorization: `Bearer ${token}`, origin: new URL(context.req.url).origin },
      }),
    );
    return answer.ok ? ((await answer.json()) as Session).grants : 503;
  }

  async function signIn(context: Context, who: SignedIn) {
    await setSignedCookie(context, COOKIE, `${who.userId} ${who.sessionId}`, options.cookieKey, {
      httpOnly: true,
      sameSite: "Strict",
      path: "/",
      maxAge: 60 * 60 * 12,
    });
    return context.json(await session(context, who));
  }

  function mint(context: Context, who: SignedIn): Promise<Response> {
    return askCrewdock(context, "tokens", {
      ...who,
      origin: new URL(context.req.url).origin,
      ttlSeconds: TOKEN_SECONDS,
    });
  }

  function askCrewdock(context: Context, path: string, message: unknown): Promise<Response> {
    return options.crewdock(
      new Request(new URL(`/crewdock/v1/${path}`, context.req.url), {
        method: "POST",
        headers: { authorization: `Bearer ${options.hostKey}`, "content-type": "application/json" },
        body: JSON.stringify(message),
      }),
    );
  }

  return app;
}

/** From where somebody signs in; the demo is reached over loopback alone. */
function placeOf(context: Context): { readonly ipAddress: string; readonly userAgent: string | null } {
  return { ipAddress: "127.0.0.1", userAgent: context.req.header("user-agent")?.slice(0, 400) || null };
}

/** Crewdock's refusal of a log-in as the page knows it. */
function refusal({ status }: Response): 401 | 403 | 422 | 429 | 503 {
  return status === 401 || status === 403 || status === 422 || status === 429 ? status : 503;
}

/** Whether a request was meant for this server, by one of the names that loopback has. */
function isOwnHost(url: string, port: number): boolean {
  const { host } = new URL(url);
  return ["127.0.0.1", "localhost", "[::1]"].some((name) => new URL(`http://${name}:${port}`).host === host);
}

async function body(context: Context): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = await context.req.json();
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // not JSON: the fields are missing, which the route answers
  }
}
