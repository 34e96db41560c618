import { type Adapter, type Client, connect, type Session, supports } from "@crewdock/contract";
import {
  NotOffered,
  type Actor,
  type ConformanceCase,
  type ConformanceContext,
  type Person,
} from "./conformance-case.ts";
import { type LockOutCheck, watchAdministrator } from "./lock-out.ts";
import type { FaultPlan, FaultyLine, SeenRequest } from "./faulty-line.ts";
import { methodOf } from "./operations.ts";
import { randomFrom, seedFor } from "./random.ts";
import { type SharedRecords, sharedRecords } from "./shared-records.ts";
import type { StoreProbe } from "./store-probe.ts";
import type { Tape } from "./tape.ts";
import { discoverWorld, type World } from "./world.ts";

/** Adapters that reach the backend over a line that can be disturbed. */
export interface FaultyAdapters {
  readonly adapterFor: (actor: Person) => Adapter;
  readonly plan: (...plans: readonly FaultPlan[]) => void;
  readonly seen: () => readonly SeenRequest[];
  readonly close: () => Promise<void>;
}

/** What a backend under test is reached by. */
export interface ConformanceSubject {
  /**
   * Connects on behalf of an actor; undefined where there is none, which skips the cases that need it. The `admin` is
   * always needed. The adapter of the `stranger` sends a token that nobody accepts.
   */
  readonly adapterFor: (actor: Actor) => Adapter | undefined | Promise<Adapter | undefined>;
  /** Opens a line of one case's own. @default cases about faults are skipped */
  readonly faultyAdapters?: (() => Promise<FaultyAdapters>) | undefined;
  /** @default cases that look into the store are skipped */
  readonly probe?: StoreProbe | undefined;
}

export interface BenchOptions {
  /** Decides whatever a case picks at random. @default 1 */
  readonly seed?: number | undefined;
  /** Milliseconds that one case may take. @default 20000 */
  readonly timeLimit?: number | undefined;
}

/** A backend that is ready for cases. */
export interface Bench {
  readonly subject: ConformanceSubject;
  readonly seed: number;
  readonly timeLimit: number;
  readonly world: World;
  readonly isSecret: (text: string) => boolean;
  /** Asked after each failed case. */
  readonly isLockedOut: LockOutCheck;
  readonly supports: (method: string) => boolean;
  readonly contextOf: (one: ConformanceCase, tape: Tape, signal: AbortSignal) => ConformanceContext;
}

const people: readonly Person[] = ["admin", "limited", "nobody"];

/** Connects the actors and reads what the backend holds. @throws CrewError, or NotOffered without an administrator */
export async function openBench(subject: ConformanceSubject, options: BenchOptions = {}): Promise<Bench> {
  const adapters = new Map<Actor, Adapter>();
  for (const actor of [...people, "stranger"] as const) {
    const adapter = await subject.adapterFor(actor);
    if (adapter) adapters.set(actor, adapter);
  }
  const seed = options.seed ?? 1;
  const runId = randomText(5);
  const secretMark = `hush${randomText(6)}`;
  const isSecret = (text: string): boolean => text.includes(secretMark);
  const plain = (actor: Actor): Client => connect(adapterOf(adapters, actor), () => "en");
  const sessions: Partial<Record<Person, Session>> = {};
  for (const person of people) if (adapters.has(person)) sessions[person] = await plain(person).session.me({});
  const world = await discoverWorld(sessions, plain("admin"));
  const { capabilities } = world.session("admin");
  const isLockedOut = await watchAdministrator(plain("admin"), world.session("admin"));
  const secrets: string[] = [];
  const secret = (): string => {
    const made = `Tungsten7 orbits? ${secretMark}${String(secrets.length)}`;
    secrets.push(made);
    return made;
  };
  let made = 0;
  const unique = (): string => `t${runId}${(++made).toString(36).padStart(4, "0")}`;
  const shared: SharedRecords = sharedRecords(plain("admin"), world, { unique, secret, world });
  return {
    subject,
    seed,
    timeLimit: options.timeLimit ?? 20_000,
    world,
    isSecret,
    isLockedOut,
    supports: (method) => supports(capabilities, method),
    contextOf(one, tape, signal): ConformanceContext {
      const wrapped = new Map<Actor, Adapter>();
      const adapter = (actor: Actor): Adapter => {
        const known = wrapped.get(actor) ?? tape.wrap(adapterOf(adapters, actor), actor);
        wrapped.set(actor, known);
        return known;
      };
      const as = (actor: Actor): Client => connect(adapter(actor), () => "en");
      return {
        as,
        call(actor, method, input, options = {}) {
          const { port, verb } = methodOf(method) ?? { port: "", verb: "" };
          const ports = as(actor) as unknown as Readonly<
            Record<string, Record<string, (...args: unknown[]) => unknown>>
          >;
          return ports[port]?.[verb]?.(input, options);
        },
        people: {
          get admin() {
            return world.session("admin").user.id;
          },
          get limited() {
            return world.session("limited").user.id;
          },
          get nobody() {
            return world.session("nobody").user.id;
          },
        },
        world,
        shared,
        unique,
        secret,
        secrets: () => secrets,
        random: randomFrom(seedFor(seed, one.name)),
        supports: (method) => supports(capabilities, method),
        probe: () => {
          if (!subject.probe) throw new NotOffered("no probe of the store was given");
          return subject.probe;
        },
        faultyLine: () => openLine(subject, tape),
        signal,
      };
    },
  };
}

function adapterOf(adapters: ReadonlyMap<Actor, Adapter>, actor: Actor): Adapter {
  const adapter = adapters.get(actor);
  if (!adapter) throw new NotOffered(`no ${actor} actor was given`);
  return adapter;
}

async function openLine(subject: ConformanceSubject, tape: Tape): Promise<FaultyLine> {
  if (!subject.faultyAdapters) throw new NotOffered("no line that can be disturbed was given");
  const { adapterFor, ...line } = await subject.faultyAdapters();
  return { ...line, as: (actor) => connect(tape.wrap(adapterFor(actor), actor), () => "en") };
}

function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join("");
}
