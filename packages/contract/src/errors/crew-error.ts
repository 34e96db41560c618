import type { BrokenExpectation } from "../rights/expectation.ts";
import { type ErrorCode, errorCodes, type FieldErrorCode } from "./error-codes.ts";

/** What is wrong with one field of the input. */
export interface FieldError {
  /** JSON Pointer (RFC 6901) into what is sent as the operation's body, such as `/name/last` of a user; else into the input. */
  readonly pointer: string;
  readonly code: FieldErrorCode;
  /** Figures for the message, such as `{ max: 100 }`. */
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface CrewErrorOptions {
  readonly cause?: unknown;
  readonly fields?: readonly FieldError[];
  /** Seconds until another try is welcome. */
  readonly retryAfter?: number;
  /** With `conflict`: the record as it stands now. */
  readonly current?: unknown;
  /** With `expectation_broken`: the sentences that the change would break, and by whom. */
  readonly broken?: readonly BrokenExpectation[];
  /** For the log; never shown to people, never holds a secret. */
  readonly detail?: string;
  /** The server's identifier of the request, for support. */
  readonly requestId?: string;
}

/** The one error that crosses the contract. Recognise it with {@link isCrewError}, which works across bundles. */
export class CrewError extends Error {
  override readonly name = "CrewError";
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  readonly retryAfter: number | undefined;
  readonly current: unknown;
  readonly broken: readonly BrokenExpectation[];
  readonly requestId: string | undefined;

  constructor(code: ErrorCode, options: CrewErrorOptions = {}) {
    super(
      options.detail ? `${code}: ${options.detail}` : code,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfter = options.retryAfter;
    this.current = options.current;
    this.broken = options.broken ?? [];
    this.requestId = options.requestId;
  }

  /** Whether the same call may succeed later without any change. */
  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}

/** Recognises a {@link CrewError} by its shape, also one made by another copy of this package. */
export function isCrewError(value: unknown): value is CrewError {
  return (
    value instanceof Error &&
    value.name === "CrewError" &&
    "code" in value &&
    typeof value.code === "string" &&
    Object.hasOwn(errorCodes, value.code)
  );
}

/** Turns anything thrown into a {@link CrewError}; an abort becomes `cancelled`, the unknown becomes `internal`. */
export function toCrewError(thrown: unknown): CrewError {
  if (isCrewError(thrown)) return thrown;
  if (thrown instanceof Error && thrown.name === "AbortError") return new CrewError("cancelled", { cause: thrown });
  if (thrown instanceof Error && thrown.name === "TimeoutError") return new CrewError("timeout", { cause: thrown });
  return new CrewError("internal", { cause: thrown });
}
