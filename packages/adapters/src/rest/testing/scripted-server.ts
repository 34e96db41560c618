import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

/** Answers one request. */
export type Step = (response: ServerResponse, seen: Seen) => void | Promise<void>;

/** An HTTP server on a free port of the loopback interface that answers each request by the next step of its script, and stops with the test. */
export class ScriptedServer {
  readonly seen: Seen[] = [];
  /** Answers when the script is at its end. */
  otherwise: Step = (response) => void response.writeHead(418).end();
  readonly #steps: Step[] = [];
  #sent = 0;
  readonly #watchers: (() => void)[] = [];
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  static async start(test: TestContext, ...steps: Step[]): Promise<ScriptedServer> {
    const server = new ScriptedServer();
    server.#steps.push(...steps);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    test.after(() => server.#stop());
    return server;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/v1`;
  }

  /** Resolves when so many requests have come. */
  async sees(count: number): Promise<void> {
    while (this.seen.length < count) await new Promise<void>((resolve) => this.#watchers.push(resolve));
  }

  /** Resolves when so many answers have begun to leave. */
  async sent(count: number): Promise<void> {
    while (this.#sent < count) await new Promise<void>((resolve) => this.#watchers.push(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const seen: Seen = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
    this.seen.push(seen);
    for (const watch of this.#watchers.splice(0)) watch();
    await (this.#steps.shift() ?? this.otherwise)(response, seen);
    this.#sent++;
    for (const watch of this.#watchers.splice(0)) watch();
  }

  async #stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Step {
  return (response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

export function problem(status: number, code: string, more: object = {}, headers: Record<string, string> = {}): Step {
  const body = { type: `urn:crewdock:error:${code}`, title: code, status, code, retryable: false, ...more };
  return (response) => {
    response.writeHead(status, { "Content-Type": "application/problem+json", ...headers }).end(JSON.stringify(body));
  };
}
