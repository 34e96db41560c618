import { type Adapter, type CallContext, type CrewError, isCrewError, type MethodName } from "@crewdock/contract";
import type { Actor } from "./conformance-case.ts";
import { ConformanceError } from "./expect.ts";
import { answerFault, errorFault } from "./invariants.ts";
import { methodOf } from "./operations.ts";

/** One call of a case, for the report of a failure. */
export interface RecordedCall {
  readonly actor: Actor;
  readonly method: MethodName;
  readonly input: unknown;
  /** What came back; of a stream each item. */
  answer?: unknown;
  error?: CrewError;
  ms: number;
}

type Verb = (input: unknown, context: CallContext) => unknown;

/** The newest calls are kept; a random sequence makes thousands. */
const KEPT = 40;

/**
 * Records the calls of one case and looks at each answer: whether it fits the contract's schema, whether a page keeps
 * what pages promise, whether an error is one of the table, and whether a secret came back.
 */
export class Tape {
  readonly #isSecret: (text: string) => boolean;
  readonly #calls: RecordedCall[] = [];
  #fault: ConformanceError | undefined;

  constructor(isSecret: (text: string) => boolean) {
    this.#isSecret = isSecret;
  }

  get calls(): readonly RecordedCall[] {
    return this.#calls;
  }

  /** The first answer that broke a rule, whatever the case made of it. */
  get fault(): ConformanceError | undefined {
    return this.#fault;
  }

  /** The adapter with every call on the tape. */
  wrap(adapter: Adapter, actor: Actor): Adapter {
    const ports = Object.fromEntries(
      Object.entries(adapter.ports).map(([port, verbs]) => [
        port,
        Object.fromEntries(
          Object.keys(verbs).flatMap((verb) => {
            const call = (verbs as unknown as Readonly<Record<string, Verb | undefined>>)[verb];
            const owner = verbs as object;
            return call ? [[verb, this.#recorded(`${port}.${verb}`, actor, call.bind(owner))]] : [];
          }),
        ),
      ]),
    );
    return { id: adapter.id, contract: adapter.contract, ports };
  }

  #recorded(method: MethodName, actor: Actor, call: Verb): Verb {
    return (input, context) => {
      const entry: RecordedCall = { actor, method, input, ms: 0 };
      this.#calls.push(entry);
      if (this.#calls.length > KEPT) this.#calls.shift();
      const started = performance.now();
      const result = call(input, context);
      if (typeof result === "object" && result !== null && Symbol.asyncIterator in result)
        return this.#stream(entry, result as AsyncIterable<unknown>);
      return Promise.resolve(result)
        .then(
          (answer) => this.#take(entry, answer),
          (error: unknown) => this.#refuse(entry, error),
        )
        .finally(() => {
          entry.ms = performance.now() - started;
        });
    };
  }

  #take(entry: RecordedCall, answer: unknown): unknown {
    entry.answer = answer;
    const method = methodOf(entry.method);
    this.#blame(entry, method && answerFault(method, entry.input, answer));
    this.#blame(entry, this.#leak(answer));
    return answer;
  }

  #refuse(entry: RecordedCall, error: unknown): never {
    if (!isCrewError(error)) {
      const what = `${entry.method} failed with something else than a CrewError: ${String(error)}`;
      throw (this.#fault ??= new ConformanceError(what, { cause: error }));
    }
    entry.error = error;
    this.#blame(entry, errorFault(error));
    this.#blame(entry, this.#leak([error.message, error.fields, error.current]));
    throw error;
  }

  #stream(entry: RecordedCall, stream: AsyncIterable<unknown>): AsyncIterable<unknown> {
    return {
      [Symbol.asyncIterator]: () => {
        const source = stream[Symbol.asyncIterator]();
        const items: unknown[] = [];
        const next = async (): Promise<IteratorResult<unknown>> => {
          try {
            const result = await source.next();
            if (result.done !== true) {
              this.#take(entry, result.value);
              items.push(result.value);
              entry.answer = items.slice(-KEPT);
            }
            return result;
          } catch (error) {
            if (error instanceof ConformanceError) throw error;
            return this.#refuse(entry, error);
          }
        };
        const leave = async (): Promise<IteratorResult<unknown>> => {
          await source.return?.();
          return { done: true, value: undefined };
        };
        return { next, return: leave };
      },
    };
  }

  #leak(value: unknown): string | undefined {
    return this.#isSecret(JSON.stringify(value) ?? "") ? "a secret came back" : undefined;
  }

  #blame({ method }: RecordedCall, fault: string | undefined): void {
    if (fault === undefined) return;
    this.#fault ??= new ConformanceError(`${method}: ${fault}`);
    throw this.#fault;
  }
}
