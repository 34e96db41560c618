import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import type { Actor, ConformanceSubject } from "@crewdock/conformance";
import type { Adapter, CallContext, CrewError, MethodName } from "@crewdock/contract";
import { memorySubject } from "../memory-subject.ts";

// A mutant is wrong on purpose in one place; what it passes on it need not understand.
export type Json = Record<string, unknown>;
export type Verb = (input: Json, context: CallContext) => Promise<unknown>;
export type StreamVerb = (input: Json, context: CallContext) => AsyncIterable<Json>;

/** A member as text; nothing for what is none. */
export function words(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** What a defect can reach besides the verb that it spoils. */
export interface Tools {
  readonly memory: MemoryAdapter;
  readonly actor: Actor;
  /** The same method on behalf of the administrator. */
  readonly asAdmin: Verb;
  /** Any other method on behalf of the actor. */
  readonly other: (method: MethodName) => Verb;
}

/** An adapter with one defect. */
export interface Mutant {
  readonly name: string;
  /** The method that is spoilt. */
  readonly method: MethodName;
  /** Makes the defect anew for each adapter under test, so that what it remembers does not outlive it. */
  readonly defect: () => (verb: Verb, tools: Tools) => Verb;
}

export function mutant(name: string, method: MethodName, spoil: (verb: Verb, tools: Tools) => Verb): Mutant {
  return { name, method, defect: () => spoil };
}

/** A defect that remembers something from call to call. */
export function rememberingMutant(
  name: string,
  method: MethodName,
  defect: () => (verb: Verb, tools: Tools) => Verb,
): Mutant {
  return { name, method, defect };
}

/** Changes each good answer. */
export function answering(name: string, method: MethodName, change: (answer: Json, input: Json) => unknown): Mutant {
  return mutant(name, method, (verb) => async (input, context) => change((await verb(input, context)) as Json, input));
}

/** Changes each error. */
export function failing(name: string, method: MethodName, change: (error: CrewError, input: Json) => unknown): Mutant {
  return mutant(name, method, (verb) => async (input, context) => {
    try {
      return await verb(input, context);
    } catch (error) {
      throw change(error as CrewError, input);
    }
  });
}

/** Changes each input before it is looked at. */
export function asking(name: string, method: MethodName, change: (input: Json) => Json): Mutant {
  return mutant(name, method, (verb) => (input, context) => verb(change(input), context));
}

/** Spoils the stream of live events. */
export function streaming(
  name: string,
  spoil: (source: AsyncIterable<Json>, input: Json, again: (input: Json) => AsyncIterable<Json>) => AsyncIterable<Json>,
): Mutant {
  return mutant(name, "events.subscribe", (verb) => {
    const stream = verb as unknown as StreamVerb;
    const spoilt: StreamVerb = (input, context) =>
      spoil(stream(input, context), input, (other) => stream(other, context));
    return spoilt as unknown as Verb;
  });
}

type PortTable = Record<string, Record<string, Verb>>;

function verbOf(adapter: Adapter, method: MethodName): Verb {
  const [port = "", name = ""] = method.split(".");
  const verbs = (adapter.ports as unknown as PortTable)[port] ?? {};
  const verb = verbs[name];
  if (!verb) throw new RangeError(`the memory adapter has no ${method}`);
  return verb.bind(verbs);
}

export function hasVerb(method: MethodName): boolean {
  const [port = "", name = ""] = method.split(".");
  return (createMemoryAdapter().ports as unknown as PortTable)[port]?.[name] !== undefined;
}

/** A subject on a memory adapter of its own with the mutant's defect; without one it is as it should be. */
export function subjectOf(one: Mutant | null): ConformanceSubject {
  const memory = createMemoryAdapter();
  const subject = memorySubject(memory);
  if (!one) return subject;
  const spoil = one.defect();
  const [port = "", name = ""] = one.method.split(".");
  return {
    ...subject,
    adapterFor: async (actor) => {
      const adapter = await subject.adapterFor(actor);
      const admin = await subject.adapterFor("admin");
      if (!adapter || !admin) return undefined;
      const tools = {
        memory,
        actor,
        asAdmin: verbOf(admin, one.method),
        other: (method: MethodName) => verbOf(adapter, method),
      };
      const verb = spoil(verbOf(adapter, one.method), tools);
      const table = adapter.ports as unknown as PortTable;
      return { ...adapter, ports: { ...table, [port]: { ...table[port], [name]: verb } } } as unknown as Adapter;
    },
  };
}
