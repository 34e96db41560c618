/** One event of a stream. */
export interface ServerSentEvent {
  /** The last id seen so far, which goes into Last-Event-ID. */
  readonly id: string | null;
  readonly data: string;
}

/** Reads events from lines, as the HTML standard's section 9.2.6 interprets an event stream. */
export async function* eventsOf(
  lines: AsyncIterable<string>,
  told: { readonly retry: (ms: number) => void },
): AsyncGenerator<ServerSentEvent> {
  let id: string | null = null;
  let data: string[] = [];
  for await (const line of lines) {
    if (line === "") {
      if (data.length > 0) yield { id, data: data.join("\n") };
      data = [];
      continue;
    }
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "data") data.push(value);
    else if (field === "id" && !value.includes("\u0000")) id = value;
    else if (field === "retry" && /^\d+$/.test(value)) told.retry(Number(value));
  }
}
