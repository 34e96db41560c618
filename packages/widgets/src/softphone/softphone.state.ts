import type { Adapter, Caller, CallRecord, PlaceCalls, Session } from "@crewdock/contract";
import type { ReadonlySignal, Resource, Signal } from "../kit/index.ts";
import type { CallerIds } from "./caller-ids.ts";
import type { LoadSipEngine } from "./engine/load-engine.ts";
import type {
  CallDirection,
  CallEnd,
  CallQuality,
  CallSnapshot,
  ConnectionState,
  SipEngineOptions,
} from "./engine/sip-engine.ts";
import type { NumberProblem } from "./phone-number.ts";
import type { PhoneSounds } from "./phone-sounds.ts";

/** Connection as people see it; on top of the engine's states whether there is a phone at all. */
export type PhoneConnection =
  | ConnectionState
  | { readonly kind: "loading" }
  /** The user has no SIP account, or the backend no telephony. */
  | { readonly kind: "not_configured"; readonly reason: "no_sip_account" | "no_telephony" }
  /** The SIP stack could not be loaded. */
  | { readonly kind: "broken" };

export type DialProblem =
  | NumberProblem
  | "no_right"
  | "own_number"
  | "contacts_only"
  | "not_connected"
  | "line_busy"
  | "lookup_failed";

/** The call on the phone, from its first moment until its end was seen. */
export interface PhoneCall extends CallSnapshot {
  readonly id: string;
  readonly direction: CallDirection;
  /** Best known: the record's, else what the host or the far end said, else empty. */
  readonly name: string;
  readonly caller: Caller | undefined;
}

export interface CallSummary {
  readonly id: string;
  readonly direction: CallDirection;
  readonly number: string;
  readonly name: string;
  readonly caller: Caller | undefined;
}

/** Each is told once per call. */
export interface PhoneHooks {
  /** As soon as the caller is known, or after a moment without; in any case before the call starts or ends. */
  readonly onIncoming?: (call: CallSummary) => void;
  readonly onStarted?: (call: CallSummary) => void;
  readonly onEnded?: (call: CallSummary & { readonly end: CallEnd; readonly seconds: number }) => void;
}

export interface SoftphoneModelOptions {
  readonly adapter: ReadonlySignal<Adapter | null>;
  readonly language: () => string;
  readonly hooks?: PhoneHooks;
  readonly sounds?: PhoneSounds;
  readonly loadEngine?: LoadSipEngine;
  readonly storage?: Pick<Storage, "getItem" | "setItem">;
  /** Where `pagehide` and `online` are listened to. */
  readonly page?: EventTarget;
  readonly acquireMicrophone?: SipEngineOptions["acquireMicrophone"];
  readonly engine?: Pick<SipEngineOptions, "timings" | "createWebSocket">;
  /** Milliseconds for which the end of a call stays on show. @default 4000 */
  readonly endShownFor?: number;
  /** Milliseconds that the directory has to name a caller before the host is told of the call. @default 600 */
  readonly callerWithin?: number;
}

/** What the model shows and does. */
export interface SoftphoneState {
  readonly connection: ReadonlySignal<PhoneConnection>;
  readonly session: Resource<Session>;
  /** Whom the user may call by the effective rights. */
  readonly placeCalls: ReadonlySignal<PlaceCalls>;
  readonly call: ReadonlySignal<PhoneCall | undefined>;
  /** Seconds since the answer; stands still once the call has ended. */
  readonly elapsed: ReadonlySignal<number>;
  readonly quality: ReadonlySignal<CallQuality | undefined>;
  /** Ticks once a second while something on show depends on it. */
  readonly now: ReadonlySignal<number>;
  readonly entry: Signal<string>;
  /** Why the last attempt to dial was refused. */
  readonly problem: ReadonlySignal<DialProblem | undefined>;
  /** A number is being checked against the contacts. */
  readonly dialling: ReadonlySignal<boolean>;
  readonly callerIds: CallerIds;
  readonly recent: Resource<readonly CallRecord[]>;
  readonly canListCalls: ReadonlySignal<boolean>;
  readonly soundBlocked: ReadonlySignal<boolean>;
  /** Whether the keypad is on show, for a number or for digits in a call. */
  readonly keypadOpen: Signal<boolean>;
  /** Whether the floating panel is folded to its status line. */
  readonly collapsed: Signal<boolean>;
  /** Digits sent in this call. */
  readonly tones: ReadonlySignal<string>;
  /** Resolves with whether a call began; if not, `problem` says why. */
  readonly dial: (number: string, about?: { readonly name?: string }) => Promise<boolean>;
  readonly dialEntry: () => Promise<boolean>;
  readonly setEntry: (text: string) => void;
  readonly answer: () => void;
  readonly hangUp: () => void;
  readonly toggleMute: () => void;
  readonly toggleHold: () => void;
  readonly sendTones: (digits: string) => Promise<void>;
  readonly dismissEnd: () => void;
  readonly redial: () => Promise<boolean>;
  readonly unlockSound: () => Promise<void>;
  readonly retryConnection: () => void;
}
