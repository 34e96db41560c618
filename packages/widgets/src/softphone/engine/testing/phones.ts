import type { PhoneCredentials } from "@crewdock/contract";
import { createSipEngine } from "../sip-js/create-sip-engine.ts";
import type {
  CallSnapshot,
  ConnectionState,
  CredentialsRequest,
  EngineTimings,
  SipCall,
  SipEngine,
  SipEngineEvent,
  SipEngineOptions,
} from "../sip-engine.ts";
import type { FakeSipServer } from "./fake-sip-server.ts";
import { ToneMicrophone } from "./tone.ts";

/** Quick to come back; the deadlines are long enough for a busy machine, and tests of a deadline set their own. */
export const QUICK: Partial<EngineTimings> = {
  pingEveryIdle: 200,
  pingEveryInCall: 200,
  pongDeadlineIdle: 3_000,
  pongDeadlineInCall: 3_000,
  backoffFirst: 20,
  backoffMax: 200,
  yieldToCaller: 300,
};

export const credentialsFor = (user: string, change: Partial<PhoneCredentials> = {}): PhoneCredentials => ({
  aor: `sip:${user}@fake.test`,
  displayName: `User ${user}`,
  webSocketUrl: "ws://fake.test/sip",
  username: user,
  password: `secret-of-${user}`,
  expiresAt: new Date(Date.now() + 300_000).toISOString(),
  iceServers: [],
  placeCalls: "anyone",
  ...change,
});

export interface Phone {
  readonly engine: SipEngine;
  readonly microphone: ToneMicrophone;
  readonly events: readonly SipEngineEvent[];
  readonly asked: readonly CredentialsRequest[];
}

let context: AudioContext | undefined;

export function audioContext(): AudioContext {
  context ??= new AudioContext();
  return context;
}

export function makePhone(
  server: FakeSipServer,
  user: string,
  options: Partial<SipEngineOptions> & { readonly hertz?: number } = {},
): Phone {
  const microphone = new ToneMicrophone(audioContext(), options.hertz ?? 440);
  const asked: CredentialsRequest[] = [];
  const fetch = options.credentials ?? (() => Promise.resolve(credentialsFor(user)));
  const engine = createSipEngine({
    instanceId: crypto.randomUUID(),
    createWebSocket: server.createWebSocket,
    acquireMicrophone: microphone.acquire,
    ...options,
    timings: { ...QUICK, ...options.timings },
    credentials: (request) => {
      asked.push(request);
      return fetch(request);
    },
  });
  const events: SipEngineEvent[] = [];
  engine.subscribe((event) => events.push(event));
  return { engine, microphone, events, asked };
}

/** Resolves with the state once it is of that kind. */
export function untilState<K extends ConnectionState["kind"]>(
  engine: SipEngine,
  kind: K,
): Promise<Extract<ConnectionState, { readonly kind: K }>> {
  return new Promise((resolve) => {
    const check = (state: ConnectionState): void => {
      if (state.kind !== kind) return;
      unsubscribe();
      resolve(state as Extract<ConnectionState, { readonly kind: K }>);
    };
    const unsubscribe = engine.subscribe((event) => event.type === "state" && check(event.state));
    check(engine.state);
  });
}

/** Rejects when the call ends first, so that a test says why instead of timing out. */
export function untilCall(call: SipCall, accept: (snapshot: CallSnapshot) => boolean): Promise<CallSnapshot> {
  return new Promise((resolve, reject) => {
    const check = (snapshot: CallSnapshot): void => {
      if (accept(snapshot)) resolve(snapshot);
      else if (snapshot.end !== undefined) reject(new Error(`ended first: ${JSON.stringify(snapshot.end)}`));
      else return;
      unsubscribe();
    };
    const unsubscribe = call.subscribe(check);
    check(call.snapshot);
  });
}

export const active = (snapshot: CallSnapshot): boolean => snapshot.phase === "active";
export const ended = (snapshot: CallSnapshot): boolean => snapshot.phase === "ended";

export function untilEvent<T extends SipEngineEvent["type"]>(
  engine: SipEngine,
  type: T,
  accept: (event: Extract<SipEngineEvent, { readonly type: T }>) => boolean = () => true,
): Promise<Extract<SipEngineEvent, { readonly type: T }>> {
  return new Promise((resolve) => {
    const unsubscribe = engine.subscribe((event) => {
      if (event.type !== type || !accept(event as Extract<SipEngineEvent, { readonly type: T }>)) return;
      unsubscribe();
      resolve(event as Extract<SipEngineEvent, { readonly type: T }>);
    });
  });
}

/** The call that rings at a phone next. */
export async function untilRinging(engine: SipEngine): Promise<SipCall> {
  const known = engine.calls.find((call) => call.snapshot.phase === "incoming");
  if (known !== undefined) return known;
  const { call } = await untilEvent(engine, "call", (event) => event.call.snapshot.phase === "incoming");
  return call;
}

/** Starts phones and waits until each is registered. */
export async function register(...phones: readonly Phone[]): Promise<void> {
  for (const { engine } of phones) engine.start();
  await Promise.all(phones.map(({ engine }) => untilState(engine, "registered")));
}

interface CallOfTwo {
  readonly out: SipCall;
  readonly in: SipCall;
}

/** Two registered phones of which one calls and the other rings. */
export async function ringingPair(caller: Phone, callee: Phone, calleeUser: string): Promise<CallOfTwo> {
  await register(caller, callee);
  const ringing = untilRinging(callee.engine);
  const out = caller.engine.dial(calleeUser);
  const call = { out, in: await ringing };
  await untilCall(out, ({ phase }) => phase === "ringing");
  return call;
}

/** Two registered phones in a call. */
export async function connectedPair(caller: Phone, callee: Phone, calleeUser: string): Promise<CallOfTwo> {
  const call = await ringingPair(caller, callee, calleeUser);
  call.in.answer();
  await Promise.all([untilCall(call.out, active), untilCall(call.in, active)]);
  return call;
}
