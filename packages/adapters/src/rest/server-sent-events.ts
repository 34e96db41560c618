/** One event of a stream. */
export interface ServerSentEvent {
  /** The last id seen so far, which goes into Last-Event-ID. */
  readonly id: string | null;
  /** Null for an id alone: nothing happened, but the stream has come as far as that. */
  readonly data: string | null;
}

/**
 * Reads events from lines, as the HTML standard's section 9.2.6 interprets an event stream. An id without data is told
 * too, because there it moves the last event id on.
 */
export async function* eventsOf(
  lines: AsyncIterable<string>,
  told: { readonly retry: (ms: number) => void },
): AsyncGenerator<ServerSentEvent> {
  let id: string | null = null;
  let moved = false;
  let data: string[] = [];
  for await (const line of lines) {
    if (line === "") {
      if (data.length > 0 || moved) yield { id, data: data.length > 0 ? data.join("\n") : null };
      data = [];
      moved = false;
      continue;
    }
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "data") data.push(value);
    else if (field === "id" && !value.includes("\u0000")) [id, moved] = [value, true];
    else if (field === "retry" && /^\d+$/.test(value)) told.retry(Number(value));
  }
}
