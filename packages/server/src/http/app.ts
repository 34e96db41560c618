import { randomUUID } from "node:crypto";
import { type ActionKey, CrewError, isCrewError, operations, toCrewError, toProblem } from "@crewdock/contract";
import {
  type AnyOperation,
  checkedOutput,
  eventsAnswer,
  jsonAnswer,
  linesAnswer,
  PRECONDITION_REQUIRED,
  problemAnswer,
  readInput,
} from "@crewdock/contract/serve";
import { type Context, Hono } from "hono";
import {
  authenticate,
  demandRight,
  demandTokenScope,
  holdRights,
  type RightsHold,
  type TokenHolder,
} from "../auth/authenticate.ts";
import {
  acceptInvitationRoute,
  loginsRoute,
  readInvitationRoute,
  sessionEndRoute,
  sessionsRoute,
  tokensRoute,
  usesRoute,
} from "../auth/host-routes.ts";
import { demandHostKey } from "../auth/host-key.ts";
import { recordingRoute, UPLOAD_MS } from "../calls/attach-recording.ts";
import { describeError, type LogEntry } from "../log.ts";
import type { Actor } from "../rights/actor.ts";
import type { Services } from "../services.ts";
import { databaseTrouble } from "../store/db.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { bytesAnswer, type StoredBytes } from "./bytes-answer.ts";
import { conditionalAnswer, isConditional } from "./conditional.ts";
import { addHeaders, preflight } from "./cross-origin.ts";
import type { AnyHandler, Call, Handlers, Unavailable } from "./handlers.ts";
import { livenessAnswer, readinessAnswer } from "./health.ts";
import { once, repeatableCall } from "./idempotency.ts";
import { writeEach } from "./write-each.ts";

/** Where a request came in and its answer goes out, as `@hono/node-server` hands it to what it is given to serve. */
export interface Connection {
  readonly incoming?: { readonly socket: { readonly remoteAddress?: string | undefined } };
  readonly outgoing?: { destroy(): unknown };
  /** Lets the body of the request take so long from now on, in milliseconds. Servers of one's own need not have it. */
  readonly waitForBody?: (ms: number) => void;
}

interface Env {
  Bindings: Connection;
  Variables: { requestId: string; route: string; userId: string; address: string | undefined };
}

/** The HTTP face of the contract: one route for each operation, all built alike. */
export function createApp(services: Services, handlers: Handlers): Hono<Env> {
  const { basePath } = services.options;
  const app = new Hono<Env>().basePath(basePath);
  app.use(async (context, next) => {
    const started = performance.now();
    context.set("requestId", randomUUID());
    context.set("address", addressOf(services, context));
    await next();
    addHeaders(context.res.headers, context.req.raw, services.options);
    context.res.headers.set("X-Request-Id", context.get("requestId"));
    services.log({
      level: context.res.status >= 500 && context.res.status !== 501 ? "error" : "info",
      event: "request",
      requestId: context.get("requestId"),
      method: context.req.method,
      route: context.get("route"),
      status: context.res.status,
      userId: context.get("userId"),
      address: context.get("address"),
      ms: Math.round(performance.now() - started),
    });
  });
  app.get("/healthz", livenessAnswer);
  app.get("/readyz", () => readinessAnswer(services));
  app.use(async (context, next) => {
    services.requestGuard.address(context.get("address"), services.now());
    await next();
  });
  app.options("*", (context) => preflight(context.req.raw, services.options));
  app.get("/v1/openapi.json", async (context) => {
    const { openApiDocument } = await import("./openapi.ts"); // seldom asked for, and slow to load
    return context.json(openApiDocument(basePath));
  });
  for (const [route, handle] of [
    ["tokens", tokensRoute],
    ["logins", loginsRoute],
    ["sessions", sessionsRoute],
    ["sessions/end", sessionEndRoute],
    ["invitations/read", readInvitationRoute],
    ["invitations/accept", acceptInvitationRoute],
    ["uses", usesRoute],
  ] as const) {
    app.post(`/v1/${route}`, (context) => {
      admitHost(services, context, route);
      return handle(services, context.req.raw, context.get("requestId"));
    });
  }
  const takeRecording = recordingRoute(services);
  app.put("/v1/calls/:id/recording", (context) => {
    admitHost(services, context, "calls/recording");
    connectionOf(context)?.waitForBody?.(UPLOAD_MS);
    return takeRecording(context.req.raw, context.req.param("id"), context.get("requestId"));
  });
  for (const { port, verb, operation, handler } of allOperations(handlers)) {
    const path = `/v1${operation.path.replaceAll(/\{(\w+)\}/g, ":$1")}`;
    app.on(operation.method, path, (context) => {
      context.set("route", `${port}.${verb}`);
      return answer(services, context, { port, verb, operation, handler });
    });
  }
  app.notFound((context) => failed(services, context, new CrewError("not_found")));
  app.onError((error, context) => failed(services, context, error));
  return app;
}

/** @throws CrewError `unauthenticated`, `rate_limited` */
function admitHost(services: Services, context: Context<Env>, route: string): void {
  context.set("route", route);
  demandHostKey(context.req.raw, services.hostKeys);
  services.requestGuard.hostKey(services.now());
}

interface Route {
  readonly port: string;
  readonly verb: string;
  readonly operation: AnyOperation;
  readonly handler: AnyHandler | Unavailable;
}

/** Fixed paths come before open ones: `/calls/statistics` is no call. */
function allOperations(handlers: Handlers): readonly Route[] {
  const routes = Object.entries(operations).flatMap(([port, verbs]) =>
    Object.entries(verbs as Readonly<Record<string, AnyOperation>>).map(([verb, operation]) => {
      const table = handlers[port as keyof Handlers] as unknown as Readonly<Record<string, AnyHandler | Unavailable>>;
      const handler = table[verb];
      if (!handler) throw new TypeError(`no handler for ${port}.${verb}`);
      return { port, verb, operation, handler };
    }),
  );
  const openSegments = ({ operation }: Route): number => operation.path.split("{").length;
  return routes.sort((a, b) => openSegments(a) - openSegments(b));
}

async function answer(services: Services, context: Context<Env>, route: Route): Promise<Response> {
  const { port, verb, operation, handler } = route;
  const request = context.req.raw;
  const address = context.get("address") ?? null;
  const { principal, actor: caller } = await authenticate(services, request, address);
  context.set("userId", principal.userId);
  services.requestGuard.user(principal.userId, services.now());
  demandTokenScope(principal, port, verb);
  demandRight(caller, operation.right);
  if ("unavailable" in handler) throw new CrewError("unsupported", { detail: `${port}.${verb}` });
  const input = await readInput(operation, request, context.req.param() as Record<string, string>);
  // whoever sends a body may take their time with it
  const { actor } = request.body ? await authenticate(services, request, address) : { actor: caller };
  demandRight(actor, operation.right);
  const isStream = operation.answer === "sse";
  if (isStream && services.streamsEnd.aborted) throw new CrewError("unavailable", { retryAfter: 1 });
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal, isStream ? services.streamsEnd : services.closing]);
  if (isStream) services.openStreams.take(actor.user.id, signal);
  // what fails after all has used nothing; a stream may go on to use something while it is read
  const uses = new Set<ActionKey>();
  let isCarriedOut = false;
  const note = (action: ActionKey): void => services.uses?.note(principal.userId, action, services.now());
  const call: Call = {
    tenant: principal.tenant,
    actor,
    signal,
    language: languageOf(request),
    requestId: context.get("requestId"),
    request,
    now: services.now(),
    used: (action) => (isCarriedOut ? note(action) : void uses.add(action)),
    db: services.db,
    ...writers(services, context, route, { input, holder: principal, signal }),
  };
  const carriedOut = (): void => {
    isCarriedOut = true;
    if (operation.right !== null) uses.add(operation.right);
    for (const action of uses) note(action);
  };
  const result = handler(input, call);
  if (operation.answer === "json") {
    const output = checkedOutput(operation, await result);
    carriedOut();
    return isConditional(operation) ? conditionalAnswer(request, output) : jsonAnswer(output);
  }
  if (operation.answer === "binary") {
    const bytes = (await result) as StoredBytes;
    carriedOut();
    const outgoing = connectionOf(context)?.outgoing;
    return bytesAnswer(request, bytes, {
      requestId: call.requestId,
      signal,
      failed: (error) => brokenOff(services, context, error),
      cut: outgoing && (() => void outgoing.destroy()),
    });
  }
  if (!isIterable(result)) throw new TypeError(`${port}.${verb} does not answer a stream`);
  carriedOut();
  if (operation.answer === "ndjson") {
    return linesAnswer(
      operation,
      result,
      () => left.abort(),
      (error) => toProblem(tellable(services, context, error), context.get("requestId")),
    );
  }
  const ends = setTimeout(() => left.abort(), principal.expiresAt.getTime() - call.now.getTime()).unref();
  left.signal.addEventListener("abort", () => clearTimeout(ends), { once: true });
  return eventsAnswer(
    operation,
    result,
    () => left.abort(),
    (error) => report(services, context, error),
  );
}

function writers(
  services: Services,
  context: Context<Env>,
  { port, verb, operation }: Route,
  { input, holder, signal }: { readonly input: unknown; readonly holder: TokenHolder; readonly signal: AbortSignal },
): Pick<Call, "write" | "writeEach"> {
  const name = `${port}.${verb}`;
  const actorId = holder.userId;
  const requestId = context.get("requestId");
  const call = operation.idempotent
    ? repeatableCall(context.req.raw, actorId, name, input, services.requestHashes)
    : undefined;
  const { db, tenant, feed } = services;
  const { right } = operation;
  const run = <T>(hold: RightsHold, work: (unit: Unit, actor: Actor) => Promise<T>): Promise<T> =>
    runUnit(
      db,
      { tenant, actorId, address: holder.address, now: services.now(), requestId },
      () => feed.wake(),
      async (unit) => work(unit, await holdRights(services, unit, { holder, right, hold })),
    );
  return {
    write: (work, hold = "shared") =>
      run(hold, (unit, actor) => (call ? once(unit, call, () => work(unit, actor)) : work(unit, actor))),
    writeEach: async (each) => {
      if (!call) throw new TypeError(`${name} has no idempotency key`);
      const told = (error: unknown): CrewError => tellable(services, context, error);
      return writeEach({ run: (change) => run("exclusive", change), call, signal, requestId, told }, each);
    },
  };
}

function addressOf({ clientAddress }: Services, context: Context<Env>): string | undefined {
  return clientAddress(context.req.raw.headers, connectionOf(context)?.incoming?.socket.remoteAddress);
}

/** Undefined when a host calls `fetch` with the request alone. */
function connectionOf(context: Context<Env>): Connection | undefined {
  return context.env;
}

function isIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value;
}

function failed(services: Services, context: Context<Env>, thrown: unknown): Response {
  const error = tellable(services, context, thrown);
  const withoutVersion = error.code === "validation" && error.fields[0]?.pointer === "/version";
  const missing = withoutVersion && error.fields[0]?.code === "required";
  return problemAnswer(error, context.get("requestId"), missing ? PRECONDITION_REQUIRED : undefined);
}

/** What the caller is told of an error; one that nobody foresaw goes to the log. */
function tellable(services: Services, context: Context<Env>, thrown: unknown): CrewError {
  const trouble = databaseTrouble(thrown);
  const error = trouble ? new CrewError(trouble, { cause: thrown }) : toCrewError(thrown);
  if (error.code === "internal" || !isCrewError(thrown)) report(services, context, thrown);
  return error;
}

/** Bytes that somebody has removed while they were read are no defect. */
function brokenOff(services: Services, context: Context<Env>, error: unknown): void {
  if (isCrewError(error) && error.code === "gone")
    report(services, context, error, { level: "info", event: "answer.broken_off" });
  else report(services, context, error);
}

function report(
  services: Services,
  context: Context<Env>,
  error: unknown,
  entry: LogEntry = { level: "error", event: "request.failed" },
): void {
  services.log({
    ...entry,
    requestId: context.get("requestId"),
    route: context.get("route"),
    ...describeError(error),
  });
}

function languageOf(request: Request): string {
  const first = /^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*/.exec(request.headers.get("accept-language") ?? "")?.[0];
  return first ?? "en";
}
