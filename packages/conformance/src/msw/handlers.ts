import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import { CrewError, type Id } from "@crewdock/contract";
import { serveAdapter } from "@crewdock/contract/serve";
import { http, type HttpHandler } from "msw/http";
import { type Method, methods } from "../kit/operations.ts";

export interface CrewHandlersOptions {
  /** Where the API is for the page under test, with its version: `https://crm.example/crewdock/v1`. */
  readonly baseUrl: string;
  /** The backend behind the handlers. @default a fresh one with the sample company */
  readonly memory?: MemoryAdapter | undefined;
  /** Whose token it is; undefined answers `unauthenticated`. @default the demo administrator's, whatever the token */
  readonly userOf?: ((token: string) => Id | undefined) | undefined;
}

/** The REST contract as msw handlers, one for each operation, and what they work on. */
export interface CrewHandlers {
  /** For `setupWorker`, `setupServer` or `defineNetwork`; put handlers of your own before them to replace one. */
  readonly handlers: readonly HttpHandler[];
  /** The backend: `fail`, `hold` and `emit` play what a test needs. */
  readonly memory: MemoryAdapter;
}

/**
 * Answers the HTTP API of the contract from the memory adapter, for tests of pages that use the REST adapter.
 *
 * @example
 * const { handlers, memory } = crewHandlers({ baseUrl: "https://crm.example/crewdock/v1" });
 * const server = setupServer(...handlers);
 * memory.fail("users.list", "unavailable");
 * @throws RangeError when `baseUrl` does not end with `/v1`
 */
export function crewHandlers({ baseUrl, memory = createMemoryAdapter(), userOf }: CrewHandlersOptions): CrewHandlers {
  const { pathname } = new URL(baseUrl);
  if (!pathname.endsWith("/v1")) throw new RangeError(`${baseUrl} does not end with /v1`);
  const serve = serveAdapter({
    basePath: pathname.slice(0, -"/v1".length),
    actingFor: (request) => {
      const token = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
      const actorId = token === undefined ? undefined : userOf ? userOf(token) : memory.company.demoPeople.admin;
      if (actorId === undefined) throw new CrewError("unauthenticated");
      return { actorId, adapter: memory.as(actorId) };
    },
  });
  return {
    // fixed paths come before open ones: /users/bulk is no user
    handlers: methods
      .toSorted((a, b) => a.pathMembers.length - b.pathMembers.length)
      .map((method) => handlerOf(method, baseUrl, serve)),
    memory,
  };
}

function handlerOf(
  { operation }: Method,
  baseUrl: string,
  serve: (request: Request) => Promise<Response>,
): HttpHandler {
  const path = `${baseUrl}${operation.path.replaceAll(/\{(\w+)\}/g, ":$1")}`;
  const verb = operation.method.toLowerCase() as "get" | "post" | "put" | "patch" | "delete";
  return http[verb](path, ({ request }) => serve(request));
}
