import {
  type ActionKey,
  type CallContext,
  CrewError,
  type FieldError,
  isCrewError,
  type MethodName,
  type Operation,
  operations,
  type Ports,
  validate,
} from "@crewdock/contract";
import { type Actor, has } from "./actor.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Store } from "./store.ts";
import { enter, type SessionHolder } from "./login-session.ts";
import { noteUse } from "./uses.ts";

/** What a verb works with. */
export interface Call {
  readonly store: Store;
  readonly actor: Actor;
  readonly holder: SessionHolder;
  readonly context: CallContext;
  /** Says that the actor has used an action besides the one that the verb takes. */
  readonly used: (action: ActionKey) => void;
  /** Waits as long as one step of the backend would take. @throws CrewError `cancelled` */
  readonly pause: () => Promise<void>;
}

type Verb = (input: unknown, context: CallContext) => unknown;
type InputOf<F> = F extends (input: infer I, context: CallContext) => unknown ? I : never;
type OutputOf<F> = F extends (input: never, context: CallContext) => Promise<infer O> ? O : never;
type ItemOf<F> = F extends (input: never, context: CallContext) => AsyncIterable<infer O> ? O : never;

/** The adapter's side of each call: who acts, on what, and how slow or broken the backend plays. */
export interface Backstage {
  readonly store: Store;
  readonly rehearsal: Rehearsal;
  readonly holder: () => SessionHolder;
}

export function operationOf(port: string, name: string): Operation<unknown, unknown> {
  return (operations as unknown as Record<string, Record<string, Operation<unknown, unknown>>>)[port]?.[
    name
  ] as Operation<unknown, unknown>;
}

/** Reads the input as a server would. @throws CrewError `validation` with pointers into the body. */
export function readInput(operation: Operation<unknown, unknown>, input: unknown): unknown {
  try {
    return validate(operation.input, input);
  } catch (error) {
    const { body } = operation as { readonly body?: string };
    if (!isCrewError(error) || body === undefined || body === "*") throw error;
    const prefix = `/${body}`;
    const fields = error.fields.map((field): FieldError => {
      const inside = field.pointer === prefix || field.pointer.startsWith(`${prefix}/`);
      return inside ? { ...field, pointer: field.pointer.slice(prefix.length) } : field;
    });
    throw new CrewError("validation", { cause: error, fields });
  }
}

/** @throws CrewError `unsupported` for a method that the backend plays not to have. */
export function demandOffered({ missing }: Store, method: MethodName): void {
  if (missing.has(method)) throw new CrewError("unsupported", { detail: method });
}

/** @throws CrewError `unauthenticated`, `forbidden` where the actor lacks the action in every scope. */
function admit(store: Store, holder: SessionHolder, operation: Operation<unknown, unknown>): Actor {
  const actor = enter(store, holder);
  if (operation.right !== null && !has(actor, operation.right)) throw new CrewError("forbidden");
  return actor;
}

/** Makes a verb that answers once. `handle` runs in one go, so nothing comes between its reading and its writing. */
export function verb<P extends keyof Ports, V extends keyof Ports[P] & string>(
  backstage: Backstage,
  port: P,
  name: V,
  handle: (
    input: InputOf<Ports[P][V]>,
    call: Call,
  ) => OutputOf<Ports[P][V]> | (OutputOf<Ports[P][V]> extends void ? never : Promise<OutputOf<Ports[P][V]>>),
): Ports[P][V] {
  const operation = operationOf(port, name);
  const method: MethodName = `${port}.${name}`;
  const run: Verb = async (input, context) => {
    const { store } = backstage;
    const holder = backstage.holder();
    demandOffered(store, method);
    await backstage.rehearsal.before(method, context.signal);
    if (context.signal.aborted) throw new CrewError("cancelled"); // nothing has been done yet
    const actor = admit(store, holder, operation);
    const read = readInput(operation, input);
    const uses = new Set<ActionKey>(operation.right === null ? [] : [operation.right]);
    const call: Call = {
      store,
      actor,
      holder,
      context,
      used: (action) => void uses.add(action),
      pause: () => backstage.rehearsal.pause(context.signal),
    };
    const work = async (): Promise<unknown> => handle(read as InputOf<Ports[P][V]>, call);
    const answer =
      operation.idempotent && context.idempotencyKey !== undefined
        ? await store.remember(`${holder.userId} ${context.idempotencyKey}`, [method, read], work)
        : await work();
    for (const action of uses) noteUse(store, actor.user.id, action); // what fails has used nothing
    if (context.signal.aborted) throw new CrewError("cancelled");
    return structuredClone(answer);
  };
  return run as Ports[P][V];
}

/** Makes a verb that answers with a stream. */
export function streamVerb<P extends keyof Ports, V extends keyof Ports[P] & string>(
  backstage: Backstage,
  port: P,
  name: V,
  handle: (input: InputOf<Ports[P][V]>, call: Call) => AsyncGenerator<ItemOf<Ports[P][V]>>,
): Ports[P][V] {
  const operation = operationOf(port, name);
  async function* run(input: unknown, context: CallContext): AsyncGenerator<ItemOf<Ports[P][V]>> {
    const { store } = backstage;
    const holder = backstage.holder();
    demandOffered(store, `${port}.${name}`);
    await backstage.rehearsal.before(`${port}.${name}`, context.signal);
    if (context.signal.aborted) throw new CrewError("cancelled");
    const actor = admit(store, holder, operation);
    const read = readInput(operation, input) as InputOf<Ports[P][V]>;
    const pause = (): Promise<void> => backstage.rehearsal.pause(context.signal);
    const used = (action: ActionKey): void => noteUse(store, actor.user.id, action);
    if (operation.right !== null) used(operation.right);
    yield* handle(read, { store, actor, holder, context, used, pause });
  }
  return run as Ports[P][V];
}
