import { CrewError, isCrewError } from "@crewdock/contract";
import ky, { isHTTPError, isNetworkError, type KyInstance } from "ky";
import { orAborted } from "./abort.ts";
import { readError, retryAfterOf } from "./read-error.ts";
import type { TokenKeeper } from "./token-keeper.ts";
import type { WireRequest } from "./wire.ts";

/** Longer waits are left to the person: the error says how long. */
const longestWait = 5;

export interface SenderOptions {
  readonly baseUrl: string;
  readonly tokens: TokenKeeper;
  readonly fetch: typeof globalThis.fetch | undefined;
  /** Milliseconds before the first repetition; doubles with each. */
  readonly backoff: number;
  readonly reached: (online: boolean) => void;
}

/** Sends requests with a token, repeats those that may be repeated, and turns failures into the contract's errors. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #ky: KyInstance;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#ky = ky.create({
      timeout: false, // a deadline covers the whole call with its repetitions
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      ...(options.fetch ? { fetch: options.fetch as NonNullable<Parameters<typeof ky.create>[0]>["fetch"] } : {}),
    } as Parameters<typeof ky.create>[0]);
  }

  /** The answer, once it is a good one; its body is still to be read. @throws CrewError */
  async send(request: WireRequest, signal: AbortSignal): Promise<Response> {
    const token = await this.#options.tokens.get(signal);
    try {
      return await this.#once(request, token, signal);
    } catch (error) {
      if (!isCrewError(error) || error.code !== "token_expired") throw error;
    }
    this.#options.tokens.drop(token);
    return this.#once(request, await this.#options.tokens.get(signal), signal);
  }

  async #once(request: WireRequest, token: string, signal: AbortSignal): Promise<Response> {
    try {
      const response = await orAborted(Promise.resolve(this.#fetch(request, token, signal)), signal);
      this.#options.reached(true);
      return response;
    } catch (thrown) {
      const error = readError(thrown, signal);
      if (error.code === "unavailable") this.#options.reached(false);
      else if (isHTTPError(thrown)) this.#options.reached(true);
      throw error;
    }
  }

  #fetch(
    { method, path, headers, json, repeatable, keepalive }: WireRequest,
    token: string,
    signal: AbortSignal,
  ): Promise<Response> {
    return this.#ky(`${this.#options.baseUrl}${path}`, {
      method,
      signal,
      headers: { ...headers, Authorization: `Bearer ${token}` },
      ...(json === undefined ? {} : { json }),
      keepalive,
      retry: {
        limit: 2,
        methods: ["get", "post", "put", "patch", "delete"],
        statusCodes: [429, 502, 503, 504],
        afterStatusCodes: [429, 503],
        delay: (attempt) => this.#options.backoff * 2 ** (attempt - 1),
        jitter: (delay) => delay * (0.75 + Math.random() / 2),
        shouldRetry: ({ error }) => mayRepeat(error, repeatable),
      },
    });
  }
}

/** 429 means that nothing was done yet, so it may be repeated always; the others only where twice is no more than once. */
function mayRepeat(error: Error, repeatable: boolean): boolean {
  if (isHTTPError(error)) {
    const { status, headers } = error.response;
    if ((retryAfterOf(headers) ?? 0) > longestWait) return false;
    return status === 429 || (repeatable && [502, 503, 504].includes(status));
  }
  return repeatable && (isNetworkError(error) || error instanceof TypeError);
}

/** Reads a body of JSON to its end; an empty one is undefined. @throws CrewError */
export async function readJson(response: Response, signal: AbortSignal): Promise<unknown> {
  const text = await orAborted(response.text(), signal).catch((thrown: unknown) => {
    throw readError(thrown, signal);
  });
  return parseJson(text);
}

/** @throws CrewError `invalid_answer` */
export function parseJson(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CrewError("invalid_answer", { cause });
  }
}
