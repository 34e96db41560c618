/** One request with its answer. */
export interface Exchange {
  readonly request: string;
  answer: string;
}

/** The newest exchanges over a `fetch`, for whoever has to find out why a case failed. */
export interface WireLog {
  readonly fetch: typeof fetch;
  /** What went over the wire since the last taking. */
  readonly take: () => readonly Exchange[];
}

const KEPT = 6;
const LONGEST = 4000;

/** Listens in on `fetch`. Neither tokens nor passwords are kept, those of TURN servers neither. */
export function wireLog(send: typeof fetch = fetch): WireLog {
  let exchanges: Exchange[] = [];
  const listening: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = request.body === null ? "" : ` ${await request.clone().text()}`;
    const { pathname, search } = new URL(request.url);
    const version = request.headers.get("if-match");
    const key = request.headers.get("idempotency-key");
    const headers = [version === null ? "" : ` If-Match: ${version}`, key === null ? "" : ` Idempotency-Key: ${key}`];
    const exchange: Exchange = {
      request: shown(`${request.method} ${pathname}${search}${headers.join("")}${body}`),
      answer: "(none)",
    };
    exchanges = [...exchanges, exchange].slice(-KEPT);
    const response = await send(request);
    exchange.answer = String(response.status);
    if (
      /json/.test(response.headers.get("content-type") ?? "") &&
      !/ndjson/.test(response.headers.get("content-type") ?? "")
    )
      response
        .clone()
        .text()
        .then(
          (text) => (exchange.answer = shown(`${String(response.status)} ${text}`)),
          () => (exchange.answer = `${String(response.status)} (broke off)`),
        );
    return response;
  };
  return {
    fetch: listening,
    take: () => {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
  };
}

function shown(text: string): string {
  const masked = text.replaceAll(/("(?:password|secret|token|credential)"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1"***"');
  return masked.length > LONGEST ? `${masked.slice(0, LONGEST)} …` : masked;
}
