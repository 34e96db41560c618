import { operations } from "@crewdock/contract";
import type { SampleCompany } from "@crewdock/contract/sample";
import { seedSample } from "../seed/seed-sample.ts";
import type { CrewServerOptions, LogEntry } from "../index.ts";
import { type CrewServer, createCrewServer } from "../server.ts";
import { openMemoryDb } from "./memory-db.ts";

export const HOST_KEY = "host-key-of-the-tests-0123456789abcdef";
export const ORIGIN = "https://crm.example";
export const PASSWORD = "Gravel otter 47 lantern";
export const SIP_SECRET = "sip-ephemeral-secret-of-the-tests";

/** What came back: the status, the headers and the parsed body. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Ask {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The address of the socket. @default none is known */
  readonly from?: string;
}

/** A server with the sample company on an in-memory database, and a client that speaks as one of its people. */
export interface TestServer extends AsyncDisposable {
  readonly server: CrewServer;
  readonly company: SampleCompany;
  /** Everything that was logged and answered, to be searched for secrets. */
  readonly log: LogEntry[];
  readonly answers: string[];
  /** The clock; tests move it. */
  now: Date;
  token(userId: string, scopes?: readonly string[]): Promise<string>;
  ask<Body = Record<string, unknown>>(userId: string, request: string, ask?: Ask): Promise<Answer<Body>>;
  raw(request: string, init?: RequestInit, from?: string): Promise<Response>;
}

export async function startTestServer(options: Partial<CrewServerOptions> = {}): Promise<TestServer> {
  const db = options.db ?? (await openMemoryDb());
  const log: LogEntry[] = [];
  const clock = { now: new Date() };
  const server = await createCrewServer({
    hostKey: HOST_KEY,
    tokenKeys: { t1: "token-key-of-the-tests-0123456789abcdef" },
    sealKeys: { k1: new Uint8Array(32).fill(7) },
    limits: { perUser: null, perAddress: null, perHostKey: null },
    sip: {
      domain: "crewdock.test",
      webSocketUrl: "ws://127.0.0.1:5062",
      ephemeralSecret: SIP_SECRET,
      defaults: { domain: "crewdock.test", port: 5060, transport: "ws", webSocketUrl: "ws://127.0.0.1:5062" },
    },
    now: () => clock.now,
    log: (entry) => log.push(entry),
    ...options,
    db,
  });
  const { company } = await seedSample(server, { password: PASSWORD });
  const answers: string[] = [];
  const raw = (request: string, init: RequestInit = {}, from?: string): Promise<Response> => {
    const [method = "GET", path = "/"] = request.split(" ");
    return server.fetch(new Request(`https://crm.example/crewdock${path}`, { method, ...init }), {
      incoming: { socket: { remoteAddress: from } },
    });
  };
  const token = async (userId: string, scopes?: readonly string[]): Promise<string> =>
    (await server.mintToken({ userId, origin: ORIGIN, ttlSeconds: 300, scopes })).token;
  return {
    server,
    company,
    log,
    answers,
    get now() {
      return clock.now;
    },
    set now(value: Date) {
      clock.now = value;
    },
    token,
    raw,
    async ask<Body>(userId: string, request: string, { body, headers, from }: Ask = {}): Promise<Answer<Body>> {
      const init: RequestInit = {
        headers: {
          Authorization: `Bearer ${await token(userId)}`,
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      };
      const response = await raw(request, init, from);
      const text = await response.text();
      answers.push(text);
      return { status: response.status, headers: response.headers, body: (text === "" ? null : parse(text)) as Body };
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await db.close();
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Every `port.verb` of the contract. */
export const methods: readonly string[] = Object.entries(operations).flatMap(([port, verbs]) =>
  Object.keys(verbs).map((verb) => `${port}.${verb}`),
);
