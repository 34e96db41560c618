import type { CredentialsKeeper } from "../credentials-keeper.ts";
import type { AcquireMicrophone } from "../media/microphone.ts";
import type { EngineTimings, SipCall, SipEngineEvent } from "../sip-engine.ts";
import type { SipUserAgent } from "./sip-user-agent.ts";

/** What a call needs from its engine. */
export interface CallContext {
  readonly timings: EngineTimings;
  readonly earlyMedia: "local-tone" | "play";
  readonly acquireMicrophone: AcquireMicrophone;
  readonly keeper: CredentialsKeeper;
  /** Undefined before the first connection. */
  readonly ua: SipUserAgent | undefined;
  /** Whether requests can be sent and answered: connected and registered. */
  readonly signalling: boolean;
  /** Does `send` now or as soon as signalling is back: a BYE that is never sent leaves the far end in a dead call. */
  whenSignalling(send: () => void): void;
  emit(event: SipEngineEvent): void;
  /** The call has ended and left the list. */
  forget(call: SipCall): void;
}
