import type { Id, PhoneCredentials } from "@crewdock/contract";

/** What a set of credentials is for: being reachable, or placing a call. The backend grants the two apart. */
export type CredentialsUse = "receive" | "call";

/** Why credentials are asked for now. `rejected`: the SIP server refused the ones in hand. */
export type CredentialsReason = "start" | "refresh" | "rejected";

export interface CredentialsRequest {
  readonly use: CredentialsUse;
  readonly reason: CredentialsReason;
  readonly signal: AbortSignal;
}

/**
 * Supplies short-lived credentials. They are held in memory only. An error with `code` "forbidden", "unauthenticated",
 * "not_found" or "unsupported" is final until `retryNow`; any other error is tried again with the next attempt.
 */
export type FetchCredentials = (request: CredentialsRequest) => Promise<PhoneCredentials>;

/** Why the phone is not reachable just now and goes on trying. */
export type ConnectionProblem = "network" | "no_reply" | "credentials_unavailable" | "server_error";

/** Why the phone stopped trying. It starts again on `retryNow`, or when new credentials may help. */
export type RefusalReason =
  | "forbidden"
  | "no_sip_account"
  | "unauthenticated"
  | "wrong_credentials"
  | "unsupported_authentication"
  | "bad_address";

/** Times are milliseconds since the epoch. */
export type ConnectionState =
  | { readonly kind: "offline" }
  | { readonly kind: "connecting"; readonly since: number }
  | { readonly kind: "registered"; readonly since: number; readonly aor: string }
  | {
      readonly kind: "reconnecting";
      readonly since: number;
      /** Undefined while an attempt is under way. */
      readonly nextAttemptAt: number | undefined;
      readonly problem: ConnectionProblem;
    }
  | { readonly kind: "refused"; readonly since: number; readonly reason: RefusalReason; readonly sipCode?: number };

export type CallDirection = "outgoing" | "incoming";

/**
 * `dialling`: before the far end is known to ring (microphone, credentials, INVITE). `connecting`: the incoming call was
 * answered here and the dialog is not confirmed yet.
 */
export type CallPhase = "dialling" | "ringing" | "incoming" | "connecting" | "active" | "ended";

export type EndCause =
  | "hung_up"
  | "remote_hung_up"
  | "cancelled"
  | "busy"
  | "declined"
  | "no_answer"
  | "answered_elsewhere"
  | "not_found"
  | "unavailable"
  | "forbidden"
  | "incompatible"
  | "network"
  | "media_denied"
  | "no_microphone"
  | "microphone_in_use"
  | "insecure_context"
  | "bad_number"
  | "error";

export interface CallEnd {
  readonly cause: EndCause;
  readonly by: "us" | "them" | "network";
  /** Status code of the final SIP response, when one came. */
  readonly sipCode?: number;
  /** Q.850 cause of the Reason header (RFC 3326), when one came. */
  readonly q850?: number;
}

export interface CallParty {
  /** User part of the address: an extension such as 1042 or a number such as +48221234567. */
  readonly number: string;
  readonly displayName: string;
}

export interface CallSnapshot {
  readonly phase: CallPhase;
  readonly remote: CallParty;
  readonly startedAt: number;
  readonly answeredAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly muted: boolean;
  /** What the user asked for; `holdPending` until the far end agreed. */
  readonly heldByUs: boolean;
  readonly holdPending: boolean;
  readonly heldByThem: boolean;
  /** The far end's own ringing or announcement is playing: play no ring-back tone over it. */
  readonly earlyMedia: boolean;
  /** Signalling or media is interrupted and being restored. */
  readonly interrupted: boolean;
  /** The browser refuses to play sound before a user gesture; `playAudio` inside one unlocks it. */
  readonly audioBlocked: boolean;
  readonly end: CallEnd | undefined;
  /** The number that an outgoing call asks to show; absent until the credentials are there, and where there is none. */
  readonly shownAs?: string | undefined;
}

/** Live quality from RTCP and the receiver's statistics; `mos` is 1 to 4.5 by the E-model (ITU-T G.107, simplified). */
export interface CallQuality {
  readonly mos: number;
  readonly roundTripMs: number | undefined;
  readonly jitterMs: number;
  /** Share of packets lost since the last reading, 0 to 1. */
  readonly lossShare: number;
}

export interface SipCall {
  /** Unique, made here; stays the same over reconnection. */
  readonly id: string;
  readonly direction: CallDirection;
  readonly snapshot: CallSnapshot;
  /** Called with every new snapshot; the one with phase `ended` comes exactly once and last. Returns the unsubscriber. */
  subscribe(listener: (snapshot: CallSnapshot) => void): () => void;
  answer(): void;
  /** Ends the call in whatever phase: cancels, declines (603) or hangs up. The microphone is released before it returns. */
  hangUp(): void;
  setMuted(muted: boolean): void;
  setHeld(held: boolean): void;
  /**
   * Sends digits by RFC 4733 events, or by INFO where the far end did not negotiate them.
   * Rejects with a `RangeError` for anything but 0-9 A-D * # and comma (a pause of two seconds).
   */
  sendDtmf(tones: string): Promise<"rfc4733" | "info">;
  /** Tries again to play the far end; call inside a user gesture. */
  playAudio(): Promise<void>;
  /** Undefined before the first packets. */
  quality(): Promise<CallQuality | undefined>;
  /** What is heard from the far end, for meters and tests. */
  readonly remoteStream: MediaStream | undefined;
}

export type SipEngineEvent =
  | { readonly type: "state"; readonly state: ConnectionState }
  | { readonly type: "call"; readonly call: SipCall }
  | { readonly type: "dtmf"; readonly call: SipCall; readonly tone: string }
  /** The far end asked us to call somebody else (REFER). It is always refused: following it would spend the user's rights. */
  | { readonly type: "transfer_refused"; readonly call: SipCall }
  /** Something unexpected that did not stop the phone. Never carries credentials or message text. */
  | { readonly type: "problem"; readonly code: "malformed_message" | "call_refused_busy" | "hold_refused" };

export interface DialOptions {
  readonly displayName?: string;
  /** Which of the credentials' caller IDs is shown. One that they do not offer is none. @default that of the credentials */
  readonly callerId?: Id | undefined;
}

export interface SipEngine {
  readonly state: ConnectionState;
  /** Calls that have not ended. */
  readonly calls: readonly SipCall[];
  subscribe(listener: (event: SipEngineEvent) => void): () => void;
  /** Connects and stays connected until `dispose`. */
  start(): void;
  /** Tries at once instead of waiting for the next attempt, also after a refusal. */
  retryNow(): void;
  /** Forgets credentials so that the next call or registration asks for fresh ones; live calls go on. */
  dropCredentials(use: CredentialsUse): void;
  /** Never throws: a call that cannot start ends with its cause. */
  dial(number: string, options?: DialOptions): SipCall;
  /** Hangs up, unregisters, closes the socket and stops every track, synchronously. */
  dispose(): void;
}

/** All in milliseconds unless named otherwise. */
export interface EngineTimings {
  readonly connectDeadline: number;
  readonly registerDeadline: number;
  readonly pingEveryIdle: number;
  readonly pingEveryInCall: number;
  readonly pongDeadlineIdle: number;
  readonly pongDeadlineInCall: number;
  readonly backoffFirst: number;
  readonly backoffMax: number;
  readonly registerExpiresSeconds: number;
  /** Share of a registration's life after which it is refreshed. */
  readonly registerRefreshShare: number;
  /** Share of the credentials' life after which fresh ones are fetched. */
  readonly credentialsRefreshShare: number;
  /** The offer is sent at the latest after this, with the candidates found so far. */
  readonly gatherDeadline: number;
  /** After the first usable candidate, how long to wait for its siblings on other interfaces. */
  readonly gatherSettle: number;
  /** How long a call that rings here is kept while the connection is being restored. */
  readonly ringingGrace: number;
  /** How long a call is kept with neither signalling nor media. */
  readonly callLostAfter: number;
  readonly iceDisconnectedGrace: number;
  /** How long the called side leaves it to the caller to renew the media, so that the two do not offer at once. */
  readonly yieldToCaller: number;
  readonly retryAfterGlare: (ownsCallId: boolean) => number;
}

export interface SipEngineOptions {
  readonly credentials: FetchCredentials;
  /** UUID of this browser (RFC 5626 instance id), the same after a reload. */
  readonly instanceId: string;
  readonly acquireMicrophone?: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  /**
   * Whether a far end's announcement before the answer is played. It is unsafe behind proxies that ring several devices at
   * once without anchoring the media, so the default is the local ring-back tone.
   * @default "local-tone"
   */
  readonly earlyMedia?: "local-tone" | "play";
  readonly timings?: Partial<EngineTimings>;
  readonly createWebSocket?: (url: string, protocol: string) => WebSocket;
  /** Where `online`, `visibilitychange` and `pageshow` are listened to. @default window */
  readonly wakeUps?: EventTarget;
}
