import { CrewError } from "@crewdock/contract";
import { orAborted } from "./abort.ts";

/** More than any line of the contract holds; a server that sends more is not one of ours. */
const longestLine = 1_048_576;

/**
 * The lines of a body as they arrive, without their ends (LF, CRLF or CR, as server-sent events allow).
 * Leaving the loop, or the signal, ends the request.
 * @throws CrewError `cancelled`, `timeout`, `invalid_answer` for an endless line; TypeError when the connection breaks
 */
export async function* linesOf(response: Response, signal: AbortSignal, heard: () => void): AsyncGenerator<string> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  let pending = "";
  try {
    for (;;) {
      const { done, value } = await orAborted(reader.read(), signal);
      if (!done) heard();
      pending += done ? decoder.decode() : decoder.decode(value, { stream: true });
      // a CR at the end may be the first half of CRLF
      const lines = pending.split(done ? /\r\n|\n|\r/ : /\r\n|\n|\r(?!$)/);
      pending = lines.pop() ?? "";
      yield* lines;
      if (pending.length > longestLine) throw new CrewError("invalid_answer", { detail: "endless line" });
      if (done) break;
    }
    if (pending !== "") yield pending;
  } finally {
    reader.cancel().catch(() => {}); // the connection may be gone already
  }
}
