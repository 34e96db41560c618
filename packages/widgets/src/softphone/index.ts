export { CrewSoftphone } from "./softphone.element.tsx";
export {
  CrewPhoneCallEndedEvent,
  CrewPhoneCallStartedEvent,
  CrewPhoneIncomingEvent,
  CrewPhoneOpenRecordEvent,
  type PhoneCallDetail,
} from "./softphone.events.ts";
export {
  type CallSummary,
  type DialProblem,
  type PhoneCall,
  type PhoneConnection,
  type PhoneHooks,
  SoftphoneModel,
  type SoftphoneModelOptions,
  type SoftphoneState,
} from "./softphone.model.ts";
export { normalizeNumber, type NormalizedNumber, type NumberProblem } from "./phone-number.ts";
export type { PhoneSounds } from "./phone-sounds.ts";
export type { CallEnd, EndCause, SipEngine, SipEngineOptions } from "./engine/sip-engine.ts";
