import type { LoadSipEngine } from "../engine/load-engine.ts";
import type {
  CallDirection,
  CallQuality,
  CallSnapshot,
  ConnectionState,
  DialOptions,
  SipCall,
  SipEngine,
  SipEngineEvent,
  SipEngineOptions,
} from "../engine/sip-engine.ts";

/** A call that does what a test tells it to. */
export class FakeCall implements SipCall {
  readonly id: string = crypto.randomUUID();
  readonly direction: CallDirection;
  readonly remoteStream: MediaStream | undefined = undefined;
  readonly sent: string[] = [];
  measured: CallQuality | undefined;
  snapshot: CallSnapshot;
  readonly #listeners = new Set<(snapshot: CallSnapshot) => void>();
  readonly #engine: FakeEngine;

  constructor(engine: FakeEngine, direction: CallDirection, number: string, displayName: string) {
    this.#engine = engine;
    this.direction = direction;
    this.snapshot = {
      phase: direction === "incoming" ? "incoming" : "dialling",
      remote: { number, displayName },
      startedAt: Date.now(),
      answeredAt: undefined,
      endedAt: undefined,
      muted: false,
      heldByUs: false,
      holdPending: false,
      heldByThem: false,
      earlyMedia: false,
      interrupted: false,
      audioBlocked: false,
      end: undefined,
    };
  }

  subscribe(listener: (snapshot: CallSnapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Moves the call on, as the far end or the network would. */
  become(change: Partial<CallSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.#listeners) listener(this.snapshot);
    this.#engine.emit({ type: "call", call: this });
  }

  connect(answeredAt: number = Date.now()): void {
    this.become({ phase: "active", answeredAt });
  }

  finish(end: NonNullable<CallSnapshot["end"]>): void {
    if (this.snapshot.end === undefined) this.become({ phase: "ended", end, endedAt: Date.now() });
  }

  answer(): void {
    this.connect();
  }

  hangUp(): void {
    const cause =
      this.snapshot.phase === "active" ? "hung_up" : this.direction === "incoming" ? "declined" : "cancelled";
    this.finish({ cause, by: "us" });
  }

  setMuted(muted: boolean): void {
    this.become({ muted });
  }

  setHeld(heldByUs: boolean): void {
    this.become({ heldByUs });
  }

  sendDtmf(tones: string): Promise<"rfc4733"> {
    this.sent.push(tones);
    return Promise.resolve("rfc4733");
  }

  playAudio(): Promise<void> {
    this.become({ audioBlocked: false });
    return Promise.resolve();
  }

  quality(): Promise<CallQuality | undefined> {
    return Promise.resolve(this.measured);
  }
}

/** An engine without network: registered as soon as it is started, unless told otherwise. */
export class FakeEngine implements SipEngine {
  readonly options: SipEngineOptions;
  readonly made: FakeCall[] = [];
  readonly dropped: string[] = [];
  /** How each call was asked for. */
  readonly dialled: DialOptions[] = [];
  state: ConnectionState = { kind: "offline" };
  disposed = false;
  retries = 0;
  readonly #listeners = new Set<(event: SipEngineEvent) => void>();

  constructor(options: SipEngineOptions) {
    this.options = options;
  }

  get calls(): readonly SipCall[] {
    return this.made.filter((call) => call.snapshot.end === undefined);
  }

  get lastCall(): FakeCall {
    const call = this.made.at(-1);
    if (call === undefined) throw new Error("no call was placed");
    return call;
  }

  subscribe(listener: (event: SipEngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: SipEngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  become(state: ConnectionState): void {
    this.state = state;
    this.emit({ type: "state", state });
  }

  start(): void {
    this.become({ kind: "registered", since: Date.now(), aor: "sip:1001@crewdock.test" });
  }

  retryNow(): void {
    this.retries++;
  }

  dropCredentials(use: string): void {
    this.dropped.push(use);
  }

  dial(number: string, options: DialOptions = {}): FakeCall {
    this.dialled.push(options);
    const call = new FakeCall(this, "outgoing", number, options.displayName ?? "");
    this.made.push(call);
    return call;
  }

  receive(number: string, displayName = ""): FakeCall {
    const call = new FakeCall(this, "incoming", number, displayName);
    this.made.push(call);
    this.emit({ type: "call", call });
    return call;
  }

  dispose(): void {
    this.disposed = true;
    for (const call of this.made) call.hangUp();
  }
}

/** A loader for the model or element, and the engine it made last. */
export function fakeEngines(): {
  readonly load: LoadSipEngine;
  readonly engine: FakeEngine;
  readonly all: readonly FakeEngine[];
} {
  const all: FakeEngine[] = [];
  return {
    all,
    load: (options) => {
      const engine = new FakeEngine(options);
      all.push(engine);
      return Promise.resolve(engine);
    },
    get engine() {
      const engine = all.at(-1);
      if (engine === undefined) throw new Error("no engine was made");
      return engine;
    },
  };
}
