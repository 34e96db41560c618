import type { SoftphoneModel } from "./softphone.model.ts";

export { CrewSoftphone } from "./softphone.element.tsx";
export {
  CrewPhoneCallEndedEvent,
  CrewPhoneCallStartedEvent,
  CrewPhoneIncomingEvent,
  CrewPhoneOpenRecordEvent,
  type PhoneCallDetail,
} from "./softphone.events.ts";
export type {
  CallSummary,
  DialProblem,
  PhoneCall,
  PhoneConnection,
  PhoneHooks,
  SoftphoneModelOptions,
  SoftphoneState,
} from "./softphone.model.ts";
export { normalizeNumber, readableNumber, type NormalizedNumber, type NumberProblem } from "./phone-number.ts";
export type { PhoneSounds } from "./phone-sounds.ts";
export type { CallEnd, EndCause, SipEngine, SipEngineOptions } from "./engine/sip-engine.ts";

/** The phone without a page, for hosts that draw it themselves. It is a chunk of its own, as in the element. */
export const loadSoftphoneModel = (): Promise<typeof SoftphoneModel> =>
  import("./softphone.model.ts").then((module) => module.SoftphoneModel);
