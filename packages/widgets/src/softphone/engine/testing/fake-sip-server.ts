import { FakeWebSocket, soon } from "./fake-web-socket.ts";

export interface FakeMessage {
  /** Method of a request, undefined for a response. */
  readonly method: string | undefined;
  readonly startLine: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

interface Connection {
  readonly id: number;
  readonly socket: FakeWebSocket;
}

interface Binding {
  readonly user: string;
  readonly uri: string;
  readonly instance: string | undefined;
  readonly connection: Connection;
}

export interface FakeReply {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly toTag?: string;
}

export const headerOf = (message: FakeMessage, name: string): string | undefined =>
  message.headers.find(([known]) => known.toLowerCase() === name)?.[1];

const headersNamed = (message: FakeMessage, name: string): readonly string[] =>
  message.headers.filter(([known]) => known.toLowerCase() === name).map(([, value]) => value);

function parse(text: string): FakeMessage {
  const split = text.indexOf("\r\n\r\n");
  const [startLine = "", ...lines] = text.slice(0, split).split("\r\n");
  const headers = lines.map(
    (line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()] as const,
  );
  return { method: /^(\S+) \S+ SIP\/2\.0$/.exec(startLine)?.[1], startLine, headers, body: text.slice(split + 4) };
}

const print = (startLine: string, headers: FakeMessage["headers"], body: string): string =>
  [startLine, ...headers.map(([name, value]) => `${name}: ${value}`), "", body].join("\r\n");

const userOf = (uri: string): string => /sips?:([^@;>]+)@/.exec(uri)?.[1] ?? "";
const addressOf = (value: string): string => /<([^>]*)>/.exec(value)?.[1] ?? value;
const withoutParameters = (uri: string): string => uri.split(";")[0] ?? uri;

/**
 * A registrar and proxy inside the page, for tests of one or two engines: no digest unless `intercept` asks for it, one
 * contact per user, GRUU. Faults are switched by the test.
 */
export class FakeSipServer {
  readonly received: FakeMessage[] = [];
  readonly #connections = new Map<number, Connection>();
  readonly #bindings: Binding[] = [];
  readonly #waiting = new Set<() => void>();
  #count = 0;
  /** Connections fail while true. */
  down = false;
  /** Connections stay open and nothing passes, in either direction. */
  blackHole = false;
  answersCrlf = true;
  expires = 600;
  gruu = true;
  /** Looks at each request first; a reply is sent instead of the usual handling, "ignore" sends nothing. */
  intercept: ((request: FakeMessage) => FakeReply | "ignore" | undefined) | undefined;

  readonly createWebSocket = (url: string, protocol: string): WebSocket => {
    const id = ++this.#count;
    const socket = new FakeWebSocket(
      url,
      protocol,
      (text) => this.#receive(connection, text),
      () => this.#connections.delete(id),
    );
    const connection = { id, socket };
    soon(() => {
      if (this.down) return socket.fail();
      this.#connections.set(id, connection);
      socket.open();
    });
    return socket as unknown as WebSocket;
  };

  get connectionAttempts(): number {
    return this.#count;
  }

  get registeredUsers(): readonly string[] {
    return this.#bindings.filter(({ connection }) => this.#connections.has(connection.id)).map(({ user }) => user);
  }

  /** Breaks every connection, or those of one user. */
  drop(user?: string): void {
    const ids = this.#bindings
      .filter((binding) => user === undefined || binding.user === user)
      .map((b) => b.connection.id);
    for (const connection of this.#connections.values()) {
      if (user === undefined || ids.includes(connection.id)) connection.socket.fail();
    }
  }

  requests(method: string): readonly FakeMessage[] {
    return this.received.filter((message) => message.method === method);
  }

  /** Resolves when `count` requests of the method have come in. */
  async untilRequests(method: string, count: number): Promise<void> {
    while (this.requests(method).length < count) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** The first response that came in for a Call-ID. */
  async untilResponse(callId: string): Promise<FakeMessage> {
    for (;;) {
      const response = this.received.find(
        (message) => message.method === undefined && headerOf(message, "call-id") === callId,
      );
      if (response !== undefined) return response;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Sends text to a user as if it came from the network. */
  inject(user: string, text: string): void {
    this.#bindings.findLast((binding) => binding.user === user)?.connection.socket.deliver(text);
  }

  reply(request: FakeMessage, connection: Connection, reply: FakeReply): void {
    const to = headerOf(request, "to") ?? "";
    const copied = request.headers.filter(([name]) => /^(via|from|call-id|cseq|record-route)$/i.test(name));
    const tagged = /;tag=/.test(to) ? to : `${to};tag=${reply.toTag ?? `fake-${reply.status}`}`;
    const body = reply.body ?? "";
    const type = body === "" ? [] : [["Content-Type", "application/sdp"] as const];
    const length = ["Content-Length", String(new TextEncoder().encode(body).length)] as const;
    const headers = [...copied, ["To", tagged] as const, ...(reply.headers ?? []), ...type, length];
    this.#send(connection, print(`SIP/2.0 ${reply.status} ${reply.reason ?? "Reply"}`, headers, body));
  }

  #send(connection: Connection, text: string): void {
    if (!this.blackHole) connection.socket.deliver(text);
  }

  #receive(connection: Connection, text: string): void {
    if (this.blackHole || !this.#connections.has(connection.id)) return;
    if (/^[\r\n]+$/.test(text)) {
      if (this.answersCrlf) this.#send(connection, "\r\n");
      return;
    }
    const message = parse(text);
    this.received.push(message);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
    if (message.method === undefined) return this.#passResponse(message);
    const own = this.intercept?.(message);
    if (own === "ignore") return;
    if (own !== undefined) return this.reply(message, connection, own);
    if (message.method === "REGISTER") return this.#register(connection, message);
    if (message.method === "OPTIONS") return this.reply(message, connection, { status: 200 });
    this.#forward(connection, message);
  }

  #register(connection: Connection, request: FakeMessage): void {
    const user = userOf(headerOf(request, "to") ?? "");
    const contact = headerOf(request, "contact") ?? "";
    const instance = /\+sip\.instance="<([^>]+)>"/.exec(contact)?.[1];
    const rest = this.#bindings.filter((binding) => binding.user !== user);
    this.#bindings.splice(0, this.#bindings.length, ...rest);
    if (/;expires=0/.test(contact)) return this.reply(request, connection, { status: 200 });
    this.#bindings.push({ user, uri: addressOf(contact), instance, connection });
    const gruu = this.gruu && instance !== undefined ? `;pub-gruu="sip:${user}@fake.test;gr=${instance}"` : "";
    const bound = `<${addressOf(contact)}>;expires=${this.expires};+sip.instance="<${instance}>"${gruu}`;
    this.reply(request, connection, { status: 200, headers: [["Contact", bound]] });
  }

  #forward(connection: Connection, request: FakeMessage): void {
    const uri = request.startLine.split(" ")[1] ?? "";
    const instance = /;gr=([^;>]+)/.exec(uri)?.[1];
    const target = this.#bindings.findLast((binding) =>
      instance === undefined
        ? withoutParameters(binding.uri) === withoutParameters(uri) ||
          (uri.includes("@fake.test") && binding.user === userOf(uri))
        : binding.instance === instance,
    );
    if (target === undefined || !this.#connections.has(target.connection.id)) {
      if (request.method !== "ACK") this.reply(request, connection, { status: target === undefined ? 404 : 480 });
      return;
    }
    const branch = /branch=([^;,\s]+)/.exec(headerOf(request, "via") ?? "")?.[1] ?? "";
    // The branch follows from the client's, so a CANCEL meets its INVITE; the user finds the way back after a reconnection.
    const from = this.#bindings.findLast((binding) => binding.connection === connection)?.user ?? "";
    const via = ["Via", `SIP/2.0/WS fake.invalid;branch=${branch}f;back=${connection.id};user=${from}`] as const;
    const line = `${request.method} ${target.uri} SIP/2.0`;
    this.#send(target.connection, print(line, [via, ...request.headers], request.body));
  }

  #passResponse(response: FakeMessage): void {
    const via = headersNamed(response, "via")[0] ?? "";
    const connection = this.#connections.get(Number(/;back=(\d+)/.exec(via)?.[1]));
    const at = response.headers.findIndex(([name]) => name.toLowerCase() === "via");
    if (connection !== undefined)
      this.#send(connection, print(response.startLine, response.headers.toSpliced(at, 1), response.body));
  }
}
