import type { PhoneCredentials } from "@crewdock/contract";
import type { SessionDescriptionHandlerFactory } from "sip.js/lib/api/session-description-handler-factory.js";
import { WakeablePause, backoffDelay } from "../../../kit/state/backoff.ts";
import { CredentialsKeeper } from "../credentials-keeper.ts";
import { codeOf } from "../error-code.ts";
import { browserMicrophone } from "../media/microphone.ts";
import type {
  ConnectionProblem,
  ConnectionState,
  CredentialsUse,
  DialOptions,
  EngineTimings,
  RefusalReason,
  SipCall,
  SipEngine,
  SipEngineEvent,
  SipEngineOptions,
} from "../sip-engine.ts";
import { DEFAULT_TIMINGS } from "../timings.ts";
import type { BaseCall } from "./base-call.ts";
import type { CallContext } from "./call-context.ts";
import { IncomingCall } from "./incoming-call.ts";
import { MediaSessionHandler } from "./media-session-handler.ts";
import { OutgoingCall, callOf, registerMedia } from "./outgoing-call.ts";
import { Registration } from "./registration.ts";
import { SipUserAgent } from "./sip-user-agent.ts";
import { Grammar, type Invitation, type OutgoingRequestMessage, URI } from "./stack.ts";
import { WebSocketTransport } from "./web-socket-transport.ts";

type Attempt =
  | { readonly kind: "registered"; readonly refreshIn: number }
  | { readonly kind: "failed"; readonly problem: ConnectionProblem; readonly retryAfter?: number }
  | { readonly kind: "refused"; readonly reason: RefusalReason; readonly sipCode?: number };

const FINAL_CODES: Readonly<Record<string, RefusalReason>> = {
  forbidden: "forbidden",
  unauthenticated: "unauthenticated",
  not_found: "no_sip_account",
  unsupported: "no_sip_account",
};

/** Characters that a user part may hold unescaped and that occur in numbers and extensions. */
const DIALLABLE = /^[\w.+*#~!-]{1,64}$/;

/** Keeps one address of record reachable and carries its calls. The only authority over the connection. */
class SipJsEngine implements SipEngine, CallContext {
  readonly timings: EngineTimings;
  readonly earlyMedia: "local-tone" | "play";
  readonly acquireMicrophone: NonNullable<SipEngineOptions["acquireMicrophone"]>;
  readonly keeper: CredentialsKeeper;
  readonly #options: SipEngineOptions;
  readonly #lifetime = new AbortController();
  readonly #pause = new WakeablePause();
  readonly #listeners = new Set<(event: SipEngineEvent) => void>();
  readonly #calls = new Set<BaseCall>();
  readonly #waiting: (() => void)[] = [];
  #state: ConnectionState = { kind: "offline" };
  #ua: SipUserAgent | undefined;
  #registration: Registration | undefined;
  #unsupportedDigest = false;
  #started = false;
  /** Set while registered: ends that phase. */
  #lose: ((problem: ConnectionProblem) => void) | undefined;
  #checkNow: (() => void) | undefined;

  constructor(options: SipEngineOptions) {
    this.#options = options;
    this.timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.earlyMedia = options.earlyMedia ?? "local-tone";
    this.acquireMicrophone = options.acquireMicrophone ?? browserMicrophone;
    this.keeper = new CredentialsKeeper(options.credentials, this.timings.credentialsRefreshShare);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get calls(): readonly SipCall[] {
    return [...this.#calls];
  }

  get ua(): SipUserAgent | undefined {
    return this.#ua;
  }

  get signalling(): boolean {
    return this.#state.kind === "registered" && this.#ua?.transport.isConnected() === true;
  }

  subscribe(listener: (event: SipEngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#started || this.#lifetime.signal.aborted) return;
    this.#started = true;
    const { signal } = this.#lifetime;
    const page = this.#options.wakeUps ?? window;
    const wake = (): void => this.#wake();
    page.addEventListener("online", () => this.#onNetworkChange(), { signal });
    page.addEventListener("pageshow", wake, { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake(), { signal });
    const { connection } = navigator as Navigator & { readonly connection?: EventTarget };
    connection?.addEventListener("change", () => this.#onNetworkChange(), { signal });
    this.#setState({ kind: "connecting", since: Date.now() });
    void this.#run();
  }

  retryNow(): void {
    this.#wake();
  }

  dropCredentials(use: CredentialsUse): void {
    this.keeper.drop(use);
    if (this.#state.kind === "refused") this.#wake();
  }

  dial(number: string, { displayName = "", callerId }: DialOptions = {}): SipCall {
    const host = this.#ua?.aor.host ?? "invalid";
    const diallable = DIALLABLE.test(number);
    const target = new URI("sip", diallable ? number.replaceAll("#", "%23") : "invalid", host);
    const call = new OutgoingCall(this, { number, displayName }, target, callerId);
    this.#calls.add(call);
    if (diallable) void call.start();
    else call.refuseNumber();
    return call;
  }

  dispose(): void {
    if (this.#lifetime.signal.aborted) return;
    for (const call of this.#calls) call.hangUp();
    this.#registration?.unregister();
    this.#setState({ kind: "offline" });
    this.#lifetime.abort();
    this.keeper.dispose();
    this.#ua?.transport.drop();
    this.#listeners.clear();
  }

  whenSignalling(send: () => void): void {
    if (this.signalling) send();
    else if (!this.#lifetime.signal.aborted) this.#waiting.push(send);
  }

  emit(event: SipEngineEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        reportError(error);
      }
    }
  }

  forget(call: SipCall): void {
    for (const known of this.#calls) if (known === call) this.#calls.delete(known);
  }

  async #run(): Promise<void> {
    const { signal } = this.#lifetime;
    let failures = 0;
    let offlineSince = Date.now();
    while (!signal.aborted) {
      const attempt = await this.#attempt();
      if (signal.aborted) return;
      if (attempt.kind === "registered") {
        failures = 0;
        const problem = await this.#stayRegistered(attempt.refreshIn);
        if (signal.aborted) return;
        offlineSince = Date.now();
        this.#setState({ kind: "reconnecting", since: offlineSince, nextAttemptAt: undefined, problem });
        for (const call of this.#calls) call.onSignallingLost();
        continue;
      }
      this.#ua?.transport.drop();
      if (attempt.kind === "refused") {
        const { reason, sipCode } = attempt;
        this.#setState({ kind: "refused", since: Date.now(), reason, ...(sipCode === undefined ? {} : { sipCode }) });
        await this.#pause.wait(Infinity, signal);
        offlineSince = Date.now();
        if (!signal.aborted) this.#setState({ kind: "connecting", since: offlineSince });
        continue;
      }
      const delay = Math.max(
        backoffDelay(failures++, this.timings.backoffFirst, this.timings.backoffMax),
        attempt.retryAfter ?? 0,
      );
      const { problem } = attempt;
      const waiting = { kind: "reconnecting", since: offlineSince, problem } as const;
      this.#setState({ ...waiting, nextAttemptAt: Date.now() + delay });
      await this.#pause.wait(delay, signal);
      if (!signal.aborted) this.#setState({ ...waiting, nextAttemptAt: undefined });
    }
  }

  async #attempt(): Promise<Attempt> {
    let credentials: PhoneCredentials;
    try {
      credentials = await this.keeper.get("receive", "start");
    } catch (error) {
      const reason = FINAL_CODES[codeOf(error) ?? ""];
      return reason === undefined
        ? { kind: "failed", problem: "credentials_unavailable" }
        : { kind: "refused", reason };
    }
    const ua = this.#userAgentFor(credentials);
    if (ua === undefined) return { kind: "refused", reason: "bad_address" };
    try {
      await ua.transport.connect();
    } catch {
      return { kind: "failed", problem: "network" };
    }
    return this.#register();
  }

  async #register(renewed = false): Promise<Attempt> {
    this.#unsupportedDigest = false;
    const result = await this.#registration?.register(this.timings.registerDeadline);
    if (result === undefined || result.kind === "unreachable") return { kind: "failed", problem: "no_reply" };
    if (result.kind === "registered") {
      return { kind: "registered", refreshIn: result.expiresInSeconds * 1000 * this.timings.registerRefreshShare };
    }
    const { status: sipCode } = result;
    if (sipCode === 401 || sipCode === 403 || sipCode === 407) {
      if (this.#unsupportedDigest) return { kind: "refused", reason: "unsupported_authentication", sipCode };
      if (renewed) return { kind: "refused", reason: sipCode === 403 ? "forbidden" : "wrong_credentials", sipCode };
      try {
        await this.keeper.get("receive", "rejected");
      } catch (error) {
        const reason = FINAL_CODES[codeOf(error) ?? ""];
        return reason === undefined
          ? { kind: "failed", problem: "credentials_unavailable" }
          : { kind: "refused", reason };
      }
      return this.#register(true);
    }
    if (sipCode === 404) return { kind: "refused", reason: "no_sip_account", sipCode };
    const retryAfter = result.retryAfterSeconds;
    return {
      kind: "failed",
      problem: "server_error",
      ...(retryAfter === undefined ? {} : { retryAfter: retryAfter * 1000 }),
    };
  }

  /** Watches over the connection until it is lost, and says why it was. */
  async #stayRegistered(refreshIn: number): Promise<ConnectionProblem> {
    const phase = new AbortController();
    const signal = AbortSignal.any([phase.signal, this.#lifetime.signal]);
    const lost = new Promise<ConnectionProblem>((resolve) => {
      this.#lose = resolve;
      signal.addEventListener("abort", () => resolve("network"));
    });
    this.#setState({ kind: "registered", since: Date.now(), aor: this.#ua?.aor.toString() ?? "" });
    // Lost between the reply and here: the transport has told already.
    if (!this.signalling) this.#lose?.("network");
    this.#onSignallingBack();
    void this.#keepAlive(signal);
    void this.#refresh(refreshIn, signal);
    try {
      return await lost;
    } finally {
      this.#lose = undefined;
      this.#checkNow = undefined;
      phase.abort();
      this.#ua?.transport.drop();
    }
  }

  async #keepAlive(signal: AbortSignal): Promise<void> {
    const pause = new WakeablePause();
    let urgent = false;
    this.#checkNow = () => {
      urgent = true;
      pause.wake();
    };
    while (!signal.aborted) {
      const inCall = this.#calls.size > 0;
      // Starts in the task of a received message: browsers slow chains of timers in a hidden page to one a minute.
      await pause.wait(inCall ? this.timings.pingEveryInCall : this.timings.pingEveryIdle, signal);
      if (signal.aborted) return;
      const deadline = urgent || this.#calls.size > 0 ? this.timings.pongDeadlineInCall : this.timings.pongDeadlineIdle;
      urgent = false;
      const alive = await this.#ua?.transport.isAlive(deadline, () => this.#sendOptions());
      if (alive !== true && !signal.aborted) this.#lose?.("no_reply");
    }
  }

  async #refresh(refreshIn: number, signal: AbortSignal): Promise<void> {
    const pause = new WakeablePause();
    let wait = refreshIn;
    while (!signal.aborted) {
      await pause.wait(wait, signal);
      if (signal.aborted) return;
      const attempt = await this.#register();
      if (signal.aborted) return;
      if (attempt.kind !== "registered")
        return this.#lose?.(attempt.kind === "failed" ? attempt.problem : "server_error");
      wait = attempt.refreshIn;
    }
  }

  #sendOptions(): void {
    const ua = this.#ua;
    if (ua === undefined) return;
    const { aor, core } = ua;
    core.request(core.makeOutgoingRequestMessage("OPTIONS", new URI(aor.scheme, "", aor.host), aor, aor, {}));
  }

  #onSignallingBack(): void {
    for (const send of this.#waiting.splice(0)) send();
    for (const call of this.#calls) call.onSignallingBack();
  }

  #onNetworkChange(): void {
    this.#wake();
    if (this.signalling) for (const call of this.#calls) call.onNetworkChange();
  }

  #wake(): void {
    this.#pause.wake();
    this.#checkNow?.();
  }

  /** The user agent lives as long as its address: calls and the GRUU hang on it. Passwords and URLs change under it. */
  #userAgentFor(credentials: PhoneCredentials): SipUserAgent | undefined {
    const aor = Grammar.URIParse(credentials.aor);
    if (aor === undefined || !/^wss?:\/\//.test(credentials.webSocketUrl)) return undefined;
    if (this.#ua?.aor.toString() === aor.toString()) return this.#ua;
    for (const call of this.#calls) if (this.#ua) call.hangUp();
    this.#ua?.transport.drop();
    const transport = new WebSocketTransport({
      url: () => this.keeper.peek("receive")?.webSocketUrl ?? "",
      createWebSocket: this.#options.createWebSocket ?? ((url, protocol) => new WebSocket(url, protocol)),
      connectDeadline: this.timings.connectDeadline,
      onMalformed: () => this.emit({ type: "problem", code: "malformed_message" }),
    });
    transport.onDisconnect = () => this.#lose?.("network");
    this.#ua = new SipUserAgent({
      aor,
      displayName: credentials.displayName,
      transport,
      digest: {
        credentialsFor: (request) => this.#credentialsFor(request),
        onUnsupported: () => (this.#unsupportedDigest = true),
      },
      handlerFactory,
      onInvite: (invitation) => this.#onInvite(invitation),
    });
    this.#registration = new Registration(this.#ua, this.#options.instanceId, this.timings.registerExpiresSeconds);
    return this.#ua;
  }

  #credentialsFor(request: OutgoingRequestMessage): PhoneCredentials | undefined {
    const receive = this.keeper.peek("receive");
    return request.method === "INVITE" ? (this.keeper.peek("call") ?? receive) : receive;
  }

  #onInvite(invitation: Invitation): void {
    if (this.#calls.size > 0) {
      void invitation.reject({ statusCode: 486 }).catch(reportError);
      this.emit({ type: "problem", code: "call_refused_busy" });
      return;
    }
    const call = new IncomingCall(this, invitation);
    registerMedia(invitation, call);
    this.#calls.add(call);
    this.emit({ type: "call", call });
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.emit({ type: "state", state });
  }
}

const handlerFactory: SessionDescriptionHandlerFactory = (session) => {
  const call = callOf(session);
  if (!call) throw new Error("session without a call");
  return new MediaSessionHandler(session, call.media);
};

/** Makes an engine on sip.js. Nothing happens before `start`. */
export function createSipEngine(options: SipEngineOptions): SipEngine {
  return new SipJsEngine(options);
}
