import * as z from "zod/mini";
import { type BrokenExpectation, brokenExpectationSchema } from "../rights/expectation.ts";
import { CrewError, type FieldError } from "./crew-error.ts";
import { type ErrorCode, errorCodes, type FieldErrorCode } from "./error-codes.ts";

/** An error on the wire: problem details (RFC 9457) with the contract's code as an extension member. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly requestId?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly retryAfter?: number | undefined;
  readonly current?: unknown;
  readonly broken?: readonly BrokenExpectation[] | undefined;
}

export const problemSchema: z.ZodMiniType<Problem> = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  retryable: z.boolean(),
  requestId: z.optional(z.string()),
  retryAfter: z.optional(z.number()),
  current: z.optional(z.unknown()),
  broken: z.optional(z.array(brokenExpectationSchema)),
  errors: z.optional(
    z.array(
      z.object({
        pointer: z.string(),
        code: z.string() as unknown as z.ZodMiniType<FieldErrorCode>,
        params: z.exactOptional(z.record(z.string(), z.union([z.string(), z.number()]))),
      }),
    ),
  ),
});

/** What a server sends for an error. Neither the cause nor the detail leaves the process. */
export function toProblem(error: CrewError, requestId?: string): Problem {
  return {
    type: `urn:crewdock:error:${error.code}`,
    title: error.code.replaceAll("_", " "),
    status: errorCodes[error.code].status,
    code: error.code,
    retryable: error.retryable,
    ...(requestId === undefined ? {} : { requestId }),
    ...(error.fields.length > 0 ? { errors: error.fields } : {}),
    ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
    ...(error.current === undefined ? {} : { current: error.current }),
    ...(error.broken.length === 0 ? {} : { broken: error.broken }),
  };
}

/** The error that a problem document stands for. */
export function fromProblem(problem: Problem): CrewError {
  return new CrewError(problem.code, {
    ...(problem.errors ? { fields: problem.errors } : {}),
    ...(problem.retryAfter === undefined ? {} : { retryAfter: problem.retryAfter }),
    ...(problem.current === undefined ? {} : { current: problem.current }),
    ...(problem.broken ? { broken: problem.broken } : {}),
    ...(problem.requestId === undefined ? {} : { requestId: problem.requestId }),
  });
}
