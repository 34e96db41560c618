import type { Adapter } from "../adapter.ts";
import { CrewError, toCrewError } from "../errors/crew-error.ts";
import { toProblem } from "../errors/problem.ts";
import type { CallContext } from "../context.ts";
import { operations } from "../http/operations.ts";
import type { Session } from "../session/session.ts";
import { binaryAnswer, checkedOutput, eventsAnswer, jsonAnswer, linesAnswer, problemAnswer } from "./answers.ts";
import { rememberedAnswers } from "./remembered-answers.ts";
import { type AnyOperation, PRECONDITION_REQUIRED, readInput } from "./request-input.ts";

/** Who sends a request, and the adapter that acts for them. */
export interface Acting {
  /** Tells actors apart, so that none gets what another's idempotency key stands for. */
  readonly actorId: string;
  readonly adapter: Adapter;
  /** The actor's effective scopes. Where they are given, a verb whose right the actor lacks is refused before it is called. */
  readonly grants?: Session["grants"] | undefined;
}

export interface ServeOptions {
  /** Reads the token of a request. @throws CrewError `unauthenticated`, `token_expired`, `forbidden` */
  readonly actingFor: (request: Request) => Acting | Promise<Acting>;
  /** Where the contract's `/v1` begins. @default "" */
  readonly basePath?: string | undefined;
  /** Is told what nobody foresaw, for the log. @default nothing is logged */
  readonly onError?: ((error: unknown, requestId: string) => void) | undefined;
  /** The clock of idempotency keys. @default the system's */
  readonly now?: (() => Date) | undefined;
}

type Verb = (input: unknown, context: CallContext) => unknown;

interface Route {
  readonly port: string;
  readonly verb: string;
  readonly operation: AnyOperation;
  readonly pattern: RegExp;
}

/**
 * The HTTP contract over an adapter: takes a request as `fetch` knows it and answers it. A backend in JavaScript needs no
 * more than the ports; what it lacks is answered with `unsupported`. Answers to calls with an idempotency key are kept in
 * this process for 24 hours: several processes need a store of their own for them.
 */
export function serveAdapter(options: ServeOptions): (request: Request) => Promise<Response> {
  const { actingFor, basePath = "", onError = () => {}, now = () => new Date() } = options;
  const routes = allRoutes(`${basePath}/v1`);
  const remember = rememberedAnswers(now);
  const answer = async (request: Request, requestId: string): Promise<Response> => {
    const { route, path } = routeOf(routes, request);
    const { port, verb, operation } = route;
    const { actorId, adapter, grants } = await actingFor(request);
    const call = (adapter.ports as Readonly<Record<string, Readonly<Record<string, Verb>> | undefined>>)[port]?.[verb];
    if (!call) throw new CrewError("unsupported", { detail: `${port}.${verb}` });
    const { right } = operation;
    if (grants && right !== null && (grants[right] ?? "none") === "none") throw new CrewError("forbidden");
    const input = await readInput(operation, request, path);
    const left = new AbortController();
    const key = operation.idempotent ? idempotencyKey(request) : undefined;
    const context: CallContext = {
      signal: AbortSignal.any([request.signal, left.signal]),
      language: /^[\w-]+/.exec(request.headers.get("accept-language") ?? "")?.[0] ?? "en",
      ...(key === undefined ? {} : { idempotencyKey: key }),
    };
    const run = (): unknown => call.call(adapter.ports[port as keyof Adapter["ports"]], input, context);
    const problem = (error: unknown): CrewError => {
      const known = toCrewError(error);
      if (known.code === "internal") onError(error, requestId);
      return known;
    };
    switch (operation.answer) {
      case "json": {
        const result =
          key === undefined
            ? await run()
            : await remember(`${actorId} ${key}`, [`${port}.${verb}`, input], async () => run());
        return jsonAnswer(checkedOutput(operation, result));
      }
      case "binary":
        return binaryAnswer(checkedOutput(operation, await run()));
      case "ndjson":
        return linesAnswer(
          operation,
          run() as AsyncIterable<unknown>,
          () => left.abort(),
          (error) => toProblem(problem(error), requestId),
        );
      case "sse":
        return eventsAnswer(operation, run() as AsyncIterable<unknown>, () => left.abort(), problem);
    }
  };
  return async (request) => {
    const requestId = crypto.randomUUID();
    try {
      return await answer(request, requestId);
    } catch (thrown) {
      const error = toCrewError(thrown);
      if (error.code === "internal") onError(thrown, requestId);
      const [field] = error.fields;
      const unversioned = field?.pointer === "/version" && field.code === "required";
      return problemAnswer(error, requestId, unversioned ? PRECONDITION_REQUIRED : undefined);
    }
  };
}

function allRoutes(base: string): readonly Route[] {
  return Object.entries(operations).flatMap(([port, verbs]) =>
    Object.entries(verbs as Readonly<Record<string, AnyOperation>>).map(([verb, operation]) => {
      const segments = `${base}${operation.path}`.split("/").map((segment) => {
        const name = /^\{(\w+)\}$/.exec(segment)?.[1];
        return name === undefined ? segment.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&") : `(?<${name}>[^/]+)`;
      });
      return { port, verb, operation, pattern: new RegExp(`^${segments.join("/")}$`) };
    }),
  );
}

/** Fixed segments come before open ones: `/users/bulk` is no user. @throws CrewError `not_found` */
function routeOf(
  routes: readonly Route[],
  request: Request,
): { readonly route: Route; readonly path: Readonly<Record<string, string>> } {
  const { pathname } = new URL(request.url);
  const [found] = routes
    .flatMap((route) => {
      const groups = route.operation.method === request.method ? route.pattern.exec(pathname) : null;
      return groups ? [{ route, path: decoded(groups.groups ?? {}) }] : [];
    })
    .sort((a, b) => Object.keys(a.path).length - Object.keys(b.path).length);
  if (!found) throw new CrewError("not_found");
  return found;
}

/** @throws CrewError `not_found` */
function decoded(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch (error) {
    throw new CrewError("not_found", { cause: error });
  }
}

/** @throws CrewError `validation` */
function idempotencyKey(request: Request): string {
  const key = request.headers.get("idempotency-key") ?? "";
  if (/^[\x21-\x7e]{1,128}$/.test(key)) return key;
  throw new CrewError("validation", {
    fields: [{ pointer: "/idempotencyKey", code: key === "" ? "required" : "invalid_format" }],
  });
}
