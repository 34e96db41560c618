import { CrewError, fromProblem, isCrewError, problemSchema, type Recording } from "@crewdock/contract";
import ky, { isHTTPError, type KyInstance } from "ky";
import { Deadline, orAborted, pause } from "./abort.ts";
import { AnswerCache } from "./answer-cache.ts";
import { demandMediaType, leave, mediaTypeOf, parseJson, readBytes, readText } from "./body.ts";
import type { Environment } from "./environment.ts";
import { areAsAsked, type Done, LostAnswers } from "./lost-answers.ts";
import { readError } from "./read-error.ts";
import type { TokenKeeper } from "./token-keeper.ts";
import type { WireRequest } from "./wire.ts";

/** Longer waits are left to the person: the error says how long, in seconds. */
const longestWait = 5;
/** How often a call is sent at most. */
const tries = 3;
/** How often a call gets another token: one may have been on its way already when the person logged out. */
const mostRenewals = 2;

const isJson = /[/+]json$/;

export interface SenderOptions {
  readonly baseUrl: string;
  readonly tokens: TokenKeeper;
  readonly env: Environment;
  readonly fetch: typeof globalThis.fetch | undefined;
  /** Milliseconds before the first repetition; doubles with each. */
  readonly backoff: number;
  readonly reached: (reachable: boolean) => void;
}

/** What limits one call. */
export interface Limits {
  readonly signal: AbortSignal;
  /** Milliseconds until the answer of one try begins. */
  readonly answerWithin: number;
  /** @default 3 */
  readonly tries?: number;
}

type Kept = ReturnType<AnswerCache["find"]>;
type Read<T> = (response: Response, token: string, kept: Kept) => Promise<T>;

/** Sends requests with a token, repeats those that may be repeated, and turns failures into the contract's errors. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #ky: KyInstance;
  readonly #lost = new LostAnswers();
  readonly #cache = new AnswerCache();
  readonly #isElsewhere: boolean;
  /** How often in a row a GET got through only without its condition. */
  #refusedConditions = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#isElsewhere = isElsewhere(options.baseUrl);
    this.#ky = ky.create({
      timeout: false, // deadlines of our own cover a try and the whole call
      retry: 0, // and so do repetitions, with a clock that can be put in place
      throwHttpErrors: (status) => status !== 304,
      cache: "no-store",
      credentials: "omit",
      redirect: "manual", // a token goes nowhere else
      referrerPolicy: "no-referrer",
      ...(options.fetch ? { fetch: options.fetch as NonNullable<Parameters<typeof ky.create>[0]>["fetch"] } : {}),
    } as Parameters<typeof ky.create>[0]);
  }

  /** The answer, once it is a good one; its body is still to be read. @throws CrewError */
  open(request: WireRequest, limits: Limits): Promise<Response> {
    return this.#send(request, limits, (response) => Promise.resolve(response));
  }

  /** The bytes of the answer with their media type; `heard` is told of each part. @throws CrewError */
  bytes(request: WireRequest, limits: Limits, heard: () => void): Promise<Recording> {
    return this.#send(request, limits, async (response) => {
      demandMediaType(response, /^audio\//);
      return { mediaType: mediaTypeOf(response.headers), bytes: await readBytes(response, limits.signal, heard) };
    });
  }

  /** The JSON of the answer; undefined where there is none. @throws CrewError */
  async json(request: WireRequest, limits: Limits): Promise<unknown> {
    const read: Read<unknown> = (response, token, kept) => this.#readJson(request, response, limits, token, kept);
    if (request.method === "GET") return this.#send(request, limits, read);
    try {
      const answer = await this.#send(request, limits, read);
      this.#lost.forget(request);
      return answer;
    } catch (error) {
      const done = isCrewError(error) ? await this.#judge(request, limits, error) : null;
      if (!done) throw error;
      this.#lost.forget(request);
      return done.stored;
    }
  }

  async #judge(request: WireRequest, limits: Limits, error: CrewError): Promise<Done | null> {
    const { readBack } = request;
    if (readBack === undefined || error.code !== "conflict" || !this.#lost.has(request))
      return this.#lost.judge(request, error);
    const { "If-Match": _, ...headers } = request.headers;
    const reading: WireRequest = {
      ...request,
      method: "GET",
      path: readBack,
      headers,
      json: undefined,
      repeat: "always",
    };
    const stored = await this.json(reading, limits);
    return areAsAsked(request.json, stored) ? { stored } : null;
  }

  async #send<T>(request: WireRequest, limits: Limits, read: Read<T>): Promise<T> {
    const { tokens, env } = this.#options;
    const refusedBefore = this.#refusedConditions;
    let renewals = 0;
    let wasConditional = false;
    for (let failures = 0; ;) {
      const token = await tokens.get(limits.signal);
      const kept = request.method === "GET" ? this.#cache.find(request.path, token) : undefined;
      try {
        const answer = await this.#try(request, limits, token, kept, read);
        if (kept) this.#refusedConditions = 0;
        else if (wasConditional) this.#conditionRefused(refusedBefore);
        return answer;
      } catch (error) {
        if (!isCrewError(error)) throw error;
        if (error.code === "token_expired" || error.code === "unauthenticated") {
          const mayHelp = tokens.refuse(token, error.code === "token_expired" ? "expired" : "refused");
          if (!mayHelp || ++renewals > mostRenewals) throw error;
          continue;
        }
        failures++;
        const wait = failures < (limits.tries ?? tries) ? this.#waitBefore(error, request, failures) : null;
        if (wait === null || limits.signal.aborted) throw error;
        // a refused preflight looks like this, and so does any lost connection
        wasConditional = kept !== undefined && this.#isElsewhere && error.cause instanceof TypeError;
        this.#cache.drop(request.path);
        await pause(env, wait, limits.signal, error.retryAfter === undefined);
      }
    }
  }

  /** Calls that went side by side count once: one loss may have hit all of them. */
  #conditionRefused(before: number): void {
    this.#refusedConditions = Math.max(this.#refusedConditions, before + 1);
    if (this.#refusedConditions >= 2) this.#cache.turnOff();
  }

  async #try<T>(
    request: WireRequest,
    { signal, answerWithin }: Limits,
    token: string,
    kept: Kept,
    read: Read<T>,
  ): Promise<T> {
    const { baseUrl, env, reached, tokens } = this.#options;
    if (!env.hasNetwork() && !isThisMachine(baseUrl)) {
      reached(false);
      throw new CrewError("unavailable", { detail: "no network" });
    }
    const deadline = new Deadline(env, signal, answerWithin);
    try {
      const answer = Promise.resolve(this.#fetch(request, token, kept, deadline.signal));
      const response = await orAborted(answer, deadline.signal);
      deadline.lift(); // not its end: the caller's signal goes on to the body
      reached(true);
      tokens.accept(token);
      return await read(response, token, kept);
    } catch (thrown) {
      deadline.end();
      const error = readError(thrown, deadline.signal, env.now());
      if (error.code === "unavailable") reached(false);
      else if (isHTTPError(thrown)) reached(true);
      if (isUncertain(error)) this.#lost.add(request);
      throw error;
    }
  }

  #fetch(request: WireRequest, token: string, kept: Kept, signal: AbortSignal): Promise<Response> {
    const { method, path, headers, json, keepalive } = request;
    return this.#ky(`${this.#options.baseUrl}${path}`, {
      method,
      signal,
      headers: {
        ...headers,
        Authorization: `Bearer ${token}`,
        ...(kept ? { "If-None-Match": kept.etag } : {}),
      },
      ...(json === undefined ? {} : { json }),
      keepalive,
    });
  }

  async #readJson(
    { method, path }: WireRequest,
    response: Response,
    { signal }: Limits,
    token: string,
    kept: Kept,
  ): Promise<unknown> {
    if (response.status === 304) {
      leave(response);
      if (kept) return parseJson(kept.text);
      throw new CrewError("invalid_answer", { detail: "304 without a question" });
    }
    demandMediaType(response, isJson);
    const text = await readText(response, signal);
    const value = parseJson(text);
    if (mediaTypeOf(response.headers) === "application/problem+json") {
      const problem = problemSchema.safeParse(value); // with a status below 300: it waits for approval
      throw problem.success
        ? fromProblem(problem.data)
        : new CrewError("invalid_answer", { detail: "a problem with 2xx" });
    }
    const etag = response.headers.get("etag");
    if (method === "GET" && etag !== null) this.#cache.keep(path, token, { etag, text });
    return value;
  }

  /** Milliseconds; null where it must not be sent again. */
  #waitBefore({ code, retryAfter = 0 }: CrewError, { repeat }: WireRequest, failures: number): number | null {
    if (repeat === "never" || !repeatable.has(code) || retryAfter > longestWait) return null;
    const { backoff, env } = this.#options;
    return Math.max(backoff * 2 ** (failures - 1) * (0.75 + env.random() / 2), retryAfter * 1000);
  }
}

/** What another try may mend: the connection, a server that is away or slow, and too many calls. */
const repeatable: ReadonlySet<CrewError["code"]> = new Set(["unavailable", "timeout", "rate_limited"]);

/** Whether the server may have done what was asked all the same. */
function isUncertain({ code }: CrewError): boolean {
  return code === "unavailable" || code === "timeout" || code === "cancelled";
}

/** Whether a browser asks the server first, which headers it takes. */
function isElsewhere(baseUrl: string): boolean {
  const page = (globalThis as { readonly location?: { readonly origin: string } }).location;
  return page !== undefined && new URL(baseUrl).origin !== page.origin;
}

/** Without a network this machine still reaches itself. */
function isThisMachine(baseUrl: string): boolean {
  return /^https?:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?=[:/]|$)/i.test(baseUrl);
}
