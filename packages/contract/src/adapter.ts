import type { AccessPort } from "./access/access.port.ts";
import type { AssignmentsPort } from "./assignments/assignment.ts";
import type { AuditPort } from "./audit/audit.ts";
import type { CallsPort } from "./calls/calls.port.ts";
import type { Connection } from "./connection.ts";
import type { CallContext } from "./context.ts";
import type { DirectoryPort } from "./directory/directory.ts";
import { CrewError } from "./errors/crew-error.ts";
import type { EventsPort } from "./events/live-event.ts";
import type { MailPort } from "./mail/mail.port.ts";
import type { OrgPort } from "./org/org.port.ts";
import type { RecordsPort } from "./records/records.ts";
import type { RolesPort } from "./roles/roles.port.ts";
import type { SessionPort } from "./session/session.ts";
import type { TelephonyPort } from "./telephony/telephony.port.ts";
import type { UsersPort } from "./users/users.port.ts";
import { understands } from "./version.ts";

/** Every port with every verb. */
export interface Ports {
  readonly session: SessionPort;
  readonly users: UsersPort;
  readonly org: OrgPort;
  readonly roles: RolesPort;
  readonly assignments: AssignmentsPort;
  readonly telephony: TelephonyPort;
  readonly calls: CallsPort;
  readonly mail: MailPort;
  readonly access: AccessPort;
  readonly records: RecordsPort;
  readonly directory: DirectoryPort;
  readonly audit: AuditPort;
  readonly events: EventsPort;
}

/**
 * What connects the widgets with a backend. Each port and each verb may be left out; what is there is told by
 * the capabilities of `session.me`.
 */
export interface Adapter {
  /** Names the backend in logs, such as `rest` or `espocrm`. */
  readonly id: string;
  /** Contract version the adapter was written for, `major.minor`. */
  readonly contract: string;
  readonly ports: { readonly [P in keyof Ports]?: Partial<Ports[P]> };
  /** Whether the backend can be reached; left out by an adapter that has nothing in between. */
  readonly connection?: Connection;
}

/** Checks the shape of an adapter by its type and returns it as it is. */
export function defineAdapter(adapter: Adapter): Adapter {
  return adapter;
}

/** A verb without its context: what a widget calls. The last argument aborts it. */
type Bound<F> = F extends (input: infer I, context: CallContext) => infer R
  ? (input: I, options?: CallOptions) => R
  : never;

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
}

/** All verbs of all ports, callable without a context. */
export type Client = { readonly [P in keyof Ports]: { readonly [V in keyof Ports[P]]: Bound<Ports[P][V]> } };

type Verb = (input: unknown, context: CallContext) => unknown;

/**
 * Wraps an adapter so that a widget can call `client.users.list(query, { signal })`.
 * A verb that the adapter lacks fails with `unsupported`, and so does every verb of an adapter that was written for a
 * version of the contract which is not understood here; nothing is sent.
 */
export function connect(adapter: Adapter, language: () => string): Client {
  const never = new AbortController().signal;
  const port = (name: string): unknown =>
    new Proxy(
      {},
      {
        get:
          (_target, verb) =>
          (input: unknown, options: CallOptions = {}) => {
            const ports = adapter.ports as Readonly<Record<string, Readonly<Record<string, Verb>> | undefined>>;
            const call = ports[name]?.[String(verb)];
            if (!understands(adapter.contract)) return unsupported(`contract ${adapter.contract}`);
            if (!call) return unsupported(`${name}.${String(verb)}`);
            return call(input, {
              signal: options.signal ?? never,
              language: language(),
              ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
            });
          },
      },
    );
  return new Proxy({}, { get: (_target, name) => port(String(name)) }) as Client;
}

/** Fails in the way the caller reads it: awaited as a promise or iterated as a stream. */
function unsupported(method: string): unknown {
  const error = new CrewError("unsupported", { detail: method });
  const failed = Promise.reject(error);
  failed.catch(() => {}); // a stream's caller never looks at the promise
  return Object.assign(failed, {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
  });
}
