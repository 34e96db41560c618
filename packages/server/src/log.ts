import { isCrewError } from "@crewdock/contract";

/** One line of the structured log. It never holds a body, a query string, a token or a secret. */
export interface LogEntry {
  readonly level: "debug" | "info" | "warn" | "error";
  /** What happened, such as `request` or `invitation.failed`. */
  readonly event: string;
  readonly [detail: string]: string | number | boolean | null | undefined;
}

export type Log = (entry: LogEntry) => void;

/**
 * What a log may hold of an error: names, codes and the lines of the stack. The message of a database error quotes
 * values, so only messages of the contract's own errors and of the language's are kept.
 */
export function describeError(error: unknown): Readonly<Record<string, string | undefined>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const ownWords = isCrewError(error) || error instanceof TypeError || error instanceof RangeError;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return {
    error: error.name,
    errorCode: code,
    errorMessage: ownWords ? error.message : undefined,
    stack: frames.slice(0, 8).join("\n"),
    cause: error.cause instanceof Error ? describeError(error.cause)["error"] : undefined,
  };
}
