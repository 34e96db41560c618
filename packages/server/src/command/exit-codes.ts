/** How `crewdock-server` ends. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5;

/** What each of them means. */
export const exitCodes: {
  /** Done, or stopped in order. */
  readonly ok: 0;
  /** Something that nobody foresaw. */
  readonly failed: 1;
  /** Wrong arguments or configuration. */
  readonly usage: 2;
  /** The database cannot be reached, or does not fit this version. */
  readonly database: 3;
  /** Another process has the data folder open. */
  readonly folderInUse: 4;
  /** The address to listen on is taken or not allowed. */
  readonly address: 5;
} = { ok: 0, failed: 1, usage: 2, database: 3, folderInUse: 4, address: 5 };

/** A failure that was foreseen: its message is for the operator, without a stack and without secrets. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
  }
}
