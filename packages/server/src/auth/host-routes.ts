import { CrewError, idSchema, type IpRule, judgeAddress, operations, validate } from "@crewdock/contract";
import { readText } from "@crewdock/contract/serve";
import * as z from "zod/mini";
import { endSuspensions } from "../access/suspension.ts";
import type { Services } from "../services.ts";
import { acceptInvitation, readInvitation } from "./invitations.ts";
import type { LoginPlace } from "./login-records.ts";
import { endHostSession, seeSession } from "./login-sessions.ts";
import { type LoginAttempt, logIn } from "./logins.ts";
import { MAX_TOKEN_SECONDS, type TokenRequest } from "./tokens.ts";
import { reportUses } from "../usage/report-uses.ts";
import { beginLogin } from "./begin-login.ts";

/** Every port and every verb; a misspelt scope would silently open nothing. */
const SCOPES: ReadonlySet<string> = new Set(
  Object.entries(operations).flatMap(([port, verbs]) => [port, ...Object.keys(verbs).map((verb) => `${port}.${verb}`)]),
);
const scopeSchema = z.string().check(z.refine((scope) => SCOPES.has(scope), { params: { field: "invalid_option" } }));

const text = (max: number): z.ZodMiniType<string> =>
  z.string().check(
    z.minLength(1),
    z.maxLength(max),
    z.refine((value) => !value.includes("\u0000") && value.isWellFormed(), { params: { field: "invalid_text" } }),
  );

/** What the host's backend sends to `POST /v1/tokens`. */
export const tokenRequestSchema: z.ZodMiniType<TokenRequest> = z.object({
  userId: idSchema,
  origin: z.string().check(
    z.maxLength(300),
    z.refine((value) => URL.parse(value)?.origin === value, { params: { field: "invalid_format" } }),
  ),
  ttlSeconds: z._default(z.int().check(z.minimum(1), z.maximum(MAX_TOKEN_SECONDS)), MAX_TOKEN_SECONDS),
  scopes: z.optional(z.array(scopeSchema).check(z.maxLength(100))),
  sessionId: z.optional(idSchema),
  ipAddress: z.optional(text(64)),
});

const placeShape = {
  ipAddress: z._default(z.nullable(text(64)), null),
  userAgent: z._default(z.nullable(text(1000)), null),
};

/** What the host's backend sends to `POST /v1/logins`. */
export const loginSchema: z.ZodMiniType<LoginAttempt> = z.object({
  login: text(254),
  password: text(1024),
  ...placeShape,
});

/** What the host's backend sends to `POST /v1/sessions`. */
export const sessionSchema: z.ZodMiniType<LoginPlace & { readonly userId: string }> = z.object({
  userId: idSchema,
  ...placeShape,
});

/** What the host's backend sends to `POST /v1/sessions/end`. */
export const sessionEndSchema: z.ZodMiniType<{ readonly userId: string; readonly sessionId: string }> = z.object({
  userId: idSchema,
  sessionId: idSchema,
});

// The router lets nobody but the host's backend come to these routes, which shows the host key.

/** `POST /v1/tokens`: mints a token for the widgets. The host's backend knows who is logged in. */
export async function tokensRoute(services: Services, request: Request): Promise<Response> {
  return Response.json(await mintToken(services, validate(tokenRequestSchema, await json(request))));
}

interface TokenUserRow {
  readonly state: string;
  readonly epoch: number;
  readonly seen_at: Date | null;
  readonly ip_rules: readonly IpRule[];
  readonly company_rules: readonly IpRule[];
}

/**
 * Mints a token for a user who may work now.
 * @throws CrewError `not_found`, `forbidden` for somebody blocked, deactivated or suspended, or not let in
 * from where the host says they are, `gone` when the session has ended
 */
export async function mintToken(
  services: Services,
  request: TokenRequest,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const { db, tenant } = services;
  const { sessionId = null } = request;
  const find = (): Promise<readonly TokenUserRow[]> =>
    db.query<TokenUserRow>(
      `select state, session_epoch as epoch, ip_rules,
       (select ip_rules from tenants where id = $1) as company_rules,
       (select seen_at from login_sessions where tenant_id = $1 and user_id = $2 and id = $3) as seen_at
     from users where tenant_id = $1 and id = $2`,
      [tenant, request.userId, sessionId],
    );
  let [user] = await find();
  if (user?.state === "suspended" && (await endSuspensions(services, request.userId)) > 0) [user] = await find();
  if (!user) throw new CrewError("not_found");
  if (user.state !== "active") throw new CrewError("forbidden", { detail: user.state });
  if (request.ipAddress !== undefined && !judgeAddress(request.ipAddress, user.company_rules, user.ip_rules).allowed)
    throw new CrewError("forbidden", { detail: "address" });
  if (sessionId !== null && !user.seen_at) throw new CrewError("gone", { detail: "session" });
  if (sessionId !== null && user.seen_at) seeSession(services, sessionId, user.seen_at);
  return services.tokens.mint(tenant, { ...request, epoch: user.epoch }, services.now());
}

/** `POST /v1/logins`: checks login and password for the host's backend. */
export async function loginsRoute(services: Services, request: Request): Promise<Response> {
  return Response.json(await logIn(services, validate(loginSchema, await json(request))));
}

/** `POST /v1/sessions`: begins a session of somebody whom the host has signed in by itself. */
export async function sessionsRoute(services: Services, request: Request): Promise<Response> {
  const { userId, ...place } = validate(sessionSchema, await json(request));
  return Response.json(await beginLogin(services, userId, place));
}

/** `POST /v1/sessions/end`: somebody logs out with the host. */
export async function sessionEndRoute(services: Services, request: Request): Promise<Response> {
  return Response.json({ ended: await endHostSession(services, validate(sessionEndSchema, await json(request))) });
}

/** What the host's backend sends to `POST /v1/invitations/accept`. */
export const acceptanceSchema: z.ZodMiniType<{ readonly token: string; readonly password: string }> = z.object({
  token: text(100),
  password: text(1024),
});

/** What the host's backend sends to `POST /v1/invitations/read`. */
export const invitationSchema: z.ZodMiniType<{ readonly token: string }> = z.object({ token: text(100) });

/** `POST /v1/invitations/read`: whom a link is for and what the password has to be like, for the host's page. */
export async function readInvitationRoute(services: Services, request: Request): Promise<Response> {
  const { token } = validate(invitationSchema, await json(request));
  return Response.json(await readInvitation(services, token));
}

/** `POST /v1/invitations/accept`: the host's page hands over the password that an invited person has chosen. */
export async function acceptInvitationRoute(
  services: Services,
  request: Request,
  requestId: string,
): Promise<Response> {
  return Response.json(await acceptInvitation(services, validate(acceptanceSchema, await json(request)), requestId));
}

/** `POST /v1/uses`: the host tells what people did in its own pages. */
export async function usesRoute(services: Services, request: Request): Promise<Response> {
  await reportUses(services, await json(request, USES_BYTES));
  return new Response(null, { status: 204 });
}

/** Room for as many uses as a report may have. */
const USES_BYTES = 262_144;

async function json(request: Request, mostBytes = 16_384): Promise<unknown> {
  const body = await readText(request, mostBytes);
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new CrewError("validation", { fields: [{ pointer: "", code: "invalid_format" }], cause: error });
  }
}
