import type { Socket } from "node:net";

const MAX_COMMAND = 64 * 1024;
const MAX_LITERAL = 25 * 1024 * 1024;

/** One command of a client as it came, with the literals that it announced. */
export interface RawCommand {
  readonly line: Buffer;
  readonly literals: readonly Buffer[];
}

/**
 * Cuts what a client sends into commands; asks for each synchronising literal (RFC 3501, section 4.3). Ends when the client
 * does, or when it sends more than a client ever would.
 */
export async function* readCommands(socket: Socket): AsyncGenerator<RawCommand, void, void> {
  let buffer = Buffer.alloc(0);
  let line = Buffer.alloc(0);
  let literals: Buffer[] = [];
  let wanted = -1;
  // Leaving the loop must not cut off what is still to be sent.
  const chunks: AsyncIterable<Buffer> = socket.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      if (wanted >= 0) {
        if (buffer.length < wanted) break;
        literals.push(buffer.subarray(0, wanted));
        buffer = buffer.subarray(wanted);
        wanted = -1;
      }
      const end = buffer.indexOf("\n");
      if (end < 0) break;
      const part = buffer.subarray(0, end > 0 && buffer[end - 1] === 13 ? end - 1 : end);
      buffer = buffer.subarray(end + 1);
      line = Buffer.concat([line, part]);
      const literal = /\{(\d{1,9})(\+?)\}$/.exec(part.subarray(-16).toString("latin1"));
      if (literal) {
        wanted = Number(literal[1]);
        if (wanted > MAX_LITERAL) return;
        if (literal[2] === "") socket.write("+ go on\r\n");
        else line = Buffer.from(line.toString("latin1").replace(/\+\}$/, "}"), "latin1");
        line = Buffer.concat([line, Buffer.from("\r\n")]);
        continue;
      }
      const command = { line, literals };
      line = Buffer.alloc(0);
      literals = [];
      yield command;
    }
    if (line.length > MAX_COMMAND || (wanted < 0 && buffer.length > MAX_COMMAND)) return;
  }
}
