import { type CallContext, CrewError, fromProblem, operations, problemSchema } from "@crewdock/contract";
import { Deadline } from "./abort.ts";
import { demandMediaType, parseJson } from "./body.ts";
import type { ConnectionMonitor } from "./connection-monitor.ts";
import type { ContractGuard } from "./contract-guard.ts";
import type { Environment } from "./environment.ts";
import type { Gate } from "./gate.ts";
import { linesOf } from "./lines.ts";
import { readError } from "./read-error.ts";
import type { Sender } from "./sender.ts";
import type { TokenKeeper } from "./token-keeper.ts";
import { type AnyOperation, type WireRequest, wireRequest } from "./wire.ts";

/** What the verbs of one adapter share. */
export interface Line {
  readonly env: Environment;
  readonly sender: Sender;
  readonly tokens: TokenKeeper;
  readonly gate: Gate;
  readonly guard: ContractGuard;
  readonly monitor: ConnectionMonitor;
  readonly timeout: number;
  readonly answerWithin: number;
  readonly backoff: number;
  readonly pollEvery: number;
}

export type Input = Readonly<Record<string, unknown>>;

export function requestOf(
  operation: AnyOperation,
  input: Input,
  { language, idempotencyKey }: CallContext,
): WireRequest {
  return wireRequest(operation, input, language, idempotencyKey);
}

/** The answer of a verb that answers once. @throws CrewError */
export async function answerOf(
  line: Line,
  operation: AnyOperation,
  input: Input,
  context: CallContext,
): Promise<unknown> {
  const deadline = new Deadline(line.env, context.signal, line.timeout);
  try {
    await line.gate.pass(deadline.signal);
    return await ask(line, operation, input, { ...context, signal: deadline.signal });
  } finally {
    deadline.end();
  }
}

/** The same without waiting for streams that are being opened, and with the time of the caller. @throws CrewError */
export async function ask(line: Line, operation: AnyOperation, input: Input, context: CallContext): Promise<unknown> {
  const { sender, guard, answerWithin } = line;
  const isSession = (operation as unknown) === operations.session.me;
  if (!isSession) guard.pass();
  const answer = await sender.json(requestOf(operation, input, context), { signal: context.signal, answerWithin });
  if (isSession) guard.examine(answer);
  return checked(operation, answer);
}

/** The answer of a verb that answers with bytes; it may take its time as long as they come. @throws CrewError */
export async function bytesAnswerOf(
  { env, sender, gate, guard, timeout, answerWithin }: Line,
  operation: AnyOperation,
  input: Input,
  context: CallContext,
): Promise<unknown> {
  const deadline = new Deadline(env, context.signal, timeout);
  const { signal } = deadline;
  try {
    await gate.pass(signal);
    guard.pass();
    const heard = (): void => deadline.extend(timeout);
    return checked(
      operation,
      await sender.bytes(requestOf(operation, input, context), { signal, answerWithin }, heard),
    );
  } finally {
    deadline.end();
  }
}

/** The answers of a verb that answers line by line. @throws CrewError */
export async function* linesAnswerOf(
  { env, sender, gate, guard, timeout, answerWithin }: Line,
  operation: AnyOperation,
  input: Input,
  context: CallContext,
): AsyncGenerator {
  const deadline = new Deadline(env, context.signal, timeout);
  const { signal } = deadline;
  try {
    await gate.pass(signal);
    guard.pass();
    const response = await sender.open(requestOf(operation, input, context), { signal, answerWithin });
    demandMediaType(response, /^application\/x-ndjson$/);
    for await (const line of linesOf(response, signal, () => deadline.extend(timeout))) {
      if (line.trim() === "") continue;
      const value = parseJson(line);
      const problem = problemSchema.safeParse(value);
      if (problem.success) throw fromProblem(problem.data);
      yield checked(operation, value);
    }
  } catch (thrown) {
    throw readError(thrown, signal, env.now());
  } finally {
    deadline.end();
  }
}

/** @throws CrewError `invalid_answer` */
function checked(operation: AnyOperation, value: unknown): unknown {
  if (isVoid(operation)) return undefined; // whatever the server has to say beside that it is done
  const result = operation.output.safeParse(value);
  if (result.success) return result.data;
  const at = result.error.issues[0]?.path.map(String).join("/") ?? "";
  throw new CrewError("invalid_answer", { detail: `${operation.method} ${operation.path}: /${at}` });
}

function isVoid({ output }: AnyOperation): boolean {
  return output._zod.def.type === "void";
}
