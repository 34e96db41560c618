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
    return person ? signIn(context, person.id) : context.json({}, 403);
  });

  addInvitationRoutes(app, { ask: askCrewdock, logIn, nameOf: options.nameOf, body });

  app.post("/host/sign-out", async (context) => {
    deleteCookie(context, COOKIE);
    return context.json(await session(context, null));
  });

  app.post("/host/token", async (context) => {
    const userId = await signedIn(context);
    if (userId === null) return context.json({}, 401);
    const answer = await mint(context, userId);
    return new Response(answer.body, { status: answer.status, headers: { "content-type": "application/json" } });
  });

  app.get("/host/deals", async (context) => {
    const userId = await signedIn(context);
    if (userId === null) return context.json({}, 401);
    const grants = await grantsOf(context, userId);
    if (typeof grants === "number") return context.json({}, grants);
    return context.json({ items: await options.deals.visibleTo(userId, grants["deal.view"] ?? "none") });
  });

  app.get("*", async (context) => (await staticFile(context.req.path)) ?? context.text("Not found", 404));

  async function logIn(context: Context, login: string, password: string) {
    const answer = await askCrewdock(context, "logins", {
      login,
      password,
      ipAddress: "127.0.0.1",
      userAgent: (context.req.header("user-agent") ?? "").slice(0, 400),
    });
    if (!answer.ok)
      return context.json(
        {},
        answer.status === 401 || answer.status === 403 || answer.status === 429
          ? answer.status
          : answer.status === 422
            ? 422
            : 503,
      );
    const { userId } = (await answer.json()) as { userId: string };
    return signIn(context, userId);
  }

  async function signedIn(context: Context): Promise<string | null> {
    return (await getSignedCookie(context, options.cookieKey, COOKIE)) || null;
  }

  async function session(context: Context, userId: string | null) {
    const name = userId === null ? null : await options.nameOf(userId);
    if (userId === null || name === null) return { user: null, pages: [], people: options.people };
    return { user: { id: userId, name }, pages: await pagesOf(context, userId), people: options.people };
  }

  /** Pages of the settings that the person has a use for; all where Crewdock does not say, which the widgets then tell. */
  async function pagesOf(context: Context, userId: string): Promise<readonly string[]> {
    const grants = await grantsOf(context, userId);
    return Object.entries(pageRights)
      .filter(([, action]) => typeof grants === "number" || (grants[action] ?? "none") !== "none")
      .map(([page]) => page);
  }

  /** What a user may do, as Crewdock says; the status to answer with where it does not. */
  async function grantsOf(context: Context, userId: string): Promise<Session["grants"] | 403 | 503> {
    const minted = await mint(context, userId);
    if (!minted.ok) return 403;
    const { token } = (await minted.json()) as { token: string };
    const answer = await options.crewdock(
      new Request(new URL("/crewdock/v1/session", context.req.url), {
        headers: { authorization: `Bearer ${token}`, origin: new URL(context.req.url).origin },
      }),
    );
    return answer.ok ? ((await answer.json()) as Session).grants : 503;
  }

  async function signIn(context: Context, userId: string) {
    await setSignedCookie(context, COOKIE, userId, options.cookieKey, {
      httpOnly: true,
      sameSite: "Strict",
      path: "/",
      maxAge: 60 * 60 * 12,
    });
    return context.json(await session(context, userId));
  }

  function mint(context: Context, userId: string): Promise<Response> {
    return askCrewdock(context, "tokens", {
      userId,
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
