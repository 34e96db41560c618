import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { request as secureRequest } from "node:https";
import type { AddressInfo } from "node:net";
import type { Fault, FaultPlan, SeenRequest } from "../kit/faulty-line.ts";

/** A proxy on 127.0.0.1 that passes requests on to one backend, and spoils those that a plan meets. */
export interface FaultProxy {
  /** Where it listens, without a slash at the end. */
  readonly origin: string;
  readonly plan: (...plans: readonly FaultPlan[]) => void;
  readonly seen: () => readonly SeenRequest[];
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** @param target origin of the backend, such as `http://127.0.0.1:4810` */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const started = performance.now();
  const plans: { readonly plan: FaultPlan; left: number }[] = [];
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    const key = headers["idempotency-key"];
    seen.push({
      method,
      path: url,
      at: performance.now() - started,
      idempotencyKey: typeof key === "string" ? key : undefined,
    });
    const met = plans.find(
      ({ plan, left }) => left > 0 && (plan.method ?? method) === method && url.includes(plan.path ?? ""),
    );
    if (met) met.left--;
    serve(target, incoming, outgoing, met?.plan.fault).catch(() => outgoing.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    plan: (...more) => plans.push(...more.map((plan) => ({ plan, left: plan.times ?? 1 }))),
    seen: () => seen,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function serve(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  const body = await bodyOf(incoming);
  switch (fault?.kind) {
    case undefined:
      return pass(target, incoming, body, outgoing);
    case "cut-stream":
      setTimeout(() => outgoing.destroy(), fault.ms);
      return pass(target, incoming, body, outgoing);
    case "delay":
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return outgoing.destroyed ? undefined : pass(target, incoming, body, outgoing);
    case "drop":
      incoming.socket.destroy();
      return;
    case "lose-answer":
      await answerOf(target, incoming, body);
      incoming.socket.destroy();
      return;
    case "duplicate":
      await answerOf(target, incoming, body);
      return send(outgoing, await answerOf(target, incoming, body));
    case "half-body":
      return sendHalf(outgoing, await answerOf(target, incoming, body));
    case "status": {
      const headers = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
      return send(outgoing, { status: fault.status, headers, body: Buffer.alloc(0) });
    }
    case "rubbish":
      return send(outgoing, madeUp(200, "application/json", "\u0000{]not json"));
    case "html":
      return send(outgoing, madeUp(502, "text/html", "<!doctype html><title>Bad gateway</title>"));
    case "empty":
      return send(outgoing, madeUp(200, "application/json", ""));
  }
}

function madeUp(status: number, type: string, text: string): Answer {
  return { status, headers: { "content-type": type }, body: Buffer.from(text) };
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, { ...headers, "content-length": String(body.length) } as Record<string, string>);
  outgoing.end(body);
}

/** The headers promise all of the body, half of it comes. */
function sendHalf(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, { ...headers, "content-length": String(body.length) } as Record<string, string>);
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
}

const ownToConnection = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "host"]);

function kept(headers: IncomingMessage["headers"]): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || ownToConnection.has(name) ? [] : [[name, value]],
    ),
  );
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Hands a request to the backend and gives its answer as soon as the headers are there. */
function forward(
  target: string,
  { method, url = "/", headers }: IncomingMessage,
  body: Buffer,
  signal?: AbortSignal,
): Promise<IncomingMessage> {
  const open = target.startsWith("https:") ? secureRequest : request;
  const length = body.length > 0 ? { "content-length": String(body.length) } : {};
  const sent = open(`${target}${url}`, {
    method,
    headers: { ...kept(headers), ...length } as Record<string, string>,
    ...(signal ? { signal } : {}),
  });
  return new Promise((resolve, reject) => {
    sent.on("response", resolve);
    sent.on("error", reject);
    sent.end(body);
  });
}

async function answerOf(target: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const answer = await forward(target, incoming, body);
  return { status: answer.statusCode ?? 502, headers: kept(answer.headers), body: await bodyOf(answer) };
}

/** Passes the answer on as it comes, so that streams flow. */
async function pass(target: string, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<void> {
  const left = new AbortController();
  outgoing.on("close", () => left.abort());
  const answer = await forward(target, incoming, body, left.signal);
  answer.on("error", () => outgoing.destroy()); // the backend broke off, or the caller left
  outgoing.writeHead(answer.statusCode ?? 502, kept(answer.headers) as Record<string, string>);
  outgoing.flushHeaders();
  answer.pipe(outgoing);
}
