import {
  type Adapter,
  type CallContext,
  contractVersion,
  CrewError,
  fromProblem,
  operations,
  type Ports,
  problemSchema,
} from "@crewdock/contract";
import { Deadline } from "./abort.ts";
import { type EventStreamOptions, liveEvents } from "./event-stream.ts";
import { Gate } from "./gate.ts";
import { linesOf } from "./lines.ts";
import { parseJson, readJson, Sender } from "./sender.ts";
import { SharedEvents } from "./shared-events.ts";
import { type FetchToken, TokenKeeper } from "./token-keeper.ts";
import { type AnyOperation, type WireRequest, wireRequest } from "./wire.ts";

export interface RestAdapterOptions {
  /** Where the API is, with its version and without a slash at the end: `https://crm.example/crewdock/v1`. */
  readonly baseUrl: string;
  /** Gets a token from the host's backend. The adapter keeps it in memory only and sends it only to `baseUrl`. */
  readonly fetchToken: FetchToken;
  /** Milliseconds for a whole call with its repetitions. @default 20000; checks of SIP and mail take three times as long */
  readonly timeout?: number | undefined;
  /** Milliseconds before a first repetition. @default 400 */
  readonly backoff?: number | undefined;
  /** Told when the server stops or starts to be reachable. */
  readonly onOnlineChange?: ((online: boolean) => void) | undefined;
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

interface Line {
  readonly sender: Sender;
  readonly gate: Gate;
  readonly timeout: number;
  readonly backoff: number;
  readonly reached: (online: boolean) => void;
}

type Verb = (input: Readonly<Record<string, unknown>>, context: CallContext) => unknown;

/**
 * Speaks the contract's HTTP API, as the reference server offers it.
 *
 * Repeats a call by itself (twice at most, with growing pauses, and after `Retry-After` of up to five seconds) where
 * repeating does no harm: reading, creating with an idempotency key, and after 429. Refreshes the token once for all
 * calls that wait for it. Every answer is checked against the contract's schema.
 *
 * @example
 * const adapter = createRestAdapter({
 *   baseUrl: "https://crm.example/crewdock/v1",
 *   fetchToken: async ({ signal }) => (await fetch("/crewdock-token", { method: "POST", signal })).json(),
 * });
 */
export function createRestAdapter(options: RestAdapterOptions): Adapter {
  let online: boolean | undefined;
  const reached = (now: boolean): void => {
    if (online !== now && !(online === undefined && now)) options.onOnlineChange?.(now);
    online = now;
  };
  const backoff = options.backoff ?? 400;
  const sender = new Sender({
    baseUrl: options.baseUrl.replace(/\/+$/, ""),
    tokens: new TokenKeeper(options.fetchToken, () => Date.now()),
    fetch: options.fetch,
    backoff,
    reached,
  });
  const line: Line = { sender, gate: new Gate(), timeout: options.timeout ?? 20_000, backoff, reached };
  const ports = Object.fromEntries(
    Object.entries(operations).map(([port, verbs]) => [
      port,
      Object.fromEntries(
        Object.entries(verbs as Readonly<Record<string, AnyOperation>>).map(([name, operation]) => [
          name,
          verbOf(line, operation, slow.has(`${port}.${name}`) ? 3 : 1),
        ]),
      ),
    ]),
  );
  return { id: "rest", contract: contractVersion, ports: ports as unknown as Ports };
}

/** The server tries other servers meanwhile. */
const slow: ReadonlySet<string> = new Set(["telephony.checkSipAccount", "mail.check", "mail.folders", "mail.discover"]);

function verbOf(line: Line, operation: AnyOperation, patience: number): Verb {
  const timeout = line.timeout * patience;
  const request = (input: Readonly<Record<string, unknown>>, context: CallContext): WireRequest =>
    wireRequest(operation, input, context.language, context.idempotencyKey);
  switch (operation.answer) {
    case "json":
      return (input, context) =>
        answerOf({ ...line, timeout }, operation, () => request(input, context), context.signal);
    case "ndjson":
      return (input, context) =>
        streamOf({ ...line, timeout }, operation, () => request(input, context), context.signal);
    case "sse": {
      const stream = (since: string | undefined, signal: AbortSignal, context: Omit<CallContext, "signal">) => {
        const open: EventStreamOptions["open"] = (after, abort) =>
          line.sender.send(request({ since: after }, { ...context, signal: abort }), abort);
        const opening: EventStreamOptions["opening"] = (response) => line.gate.hold(response);
        return liveEvents({ ...line, timeout, open, opening }, since, signal);
      };
      const shared = new SharedEvents((signal) => stream(undefined, signal, { language: "en" })); // events have no words
      return (input, context) => {
        const { since } = input;
        return typeof since === "string" ? stream(since, context.signal, context) : shared.subscribe(context.signal);
      };
    }
  }
}

async function answerOf(
  { sender, gate, timeout }: Line,
  operation: AnyOperation,
  request: () => WireRequest,
  signal: AbortSignal,
): Promise<unknown> {
  const deadline = new Deadline(signal, timeout);
  try {
    await gate.pass(deadline.signal);
    const response = await sender.send(request(), deadline.signal);
    return checked(operation, await readJson(response, deadline.signal));
  } finally {
    deadline.end();
  }
}

async function* streamOf(
  { sender, gate, timeout }: Line,
  operation: AnyOperation,
  request: () => WireRequest,
  signal: AbortSignal,
): AsyncGenerator {
  const deadline = new Deadline(signal, timeout);
  try {
    await gate.pass(deadline.signal);
    const response = await sender.send(request(), deadline.signal);
    for await (const line of linesOf(response, deadline.signal, () => deadline.extend(timeout))) {
      if (line.trim() === "") continue;
      const value = parseJson(line);
      const problem = problemSchema.safeParse(value);
      if (problem.success) throw fromProblem(problem.data);
      yield checked(operation, value);
    }
  } finally {
    deadline.end();
  }
}

/** @throws CrewError `invalid_answer` */
function checked(operation: AnyOperation, value: unknown): unknown {
  const result = operation.output.safeParse(value);
  if (result.success) return result.data;
  const at = result.error.issues[0]?.path.map(String).join("/") ?? "";
  throw new CrewError("invalid_answer", { detail: `${operation.method} ${operation.path}: /${at}` });
}
