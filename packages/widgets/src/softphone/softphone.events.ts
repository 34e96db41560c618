import type { Caller } from "@crewdock/contract";
import { CrewEvent } from "../kit/index.ts";
import type { CallDirection, EndCause } from "./engine/sip-engine.ts";
import type { CallSummary } from "./softphone.model.ts";

export interface PhoneCallDetail {
  readonly callId: string;
  readonly direction: CallDirection;
  readonly number: string;
  /** Empty when nobody knows one. */
  readonly name: string;
  /** The record behind the number, null when the directory knows none. */
  readonly caller: Caller | null;
}

const detailOf = ({ id, direction, number, name, caller }: CallSummary): PhoneCallDetail => ({
  callId: id,
  direction,
  number,
  name,
  caller: caller ?? null,
});

/** A call rings here. Comes once, with the caller if the directory knew them quickly. */
export class CrewPhoneIncomingEvent extends CrewEvent {
  readonly detail: PhoneCallDetail;
  constructor(call: CallSummary) {
    super("crew-phone-incoming");
    this.detail = detailOf(call);
  }
}

/** Somebody answered: people can talk. */
export class CrewPhoneCallStartedEvent extends CrewEvent {
  readonly detail: PhoneCallDetail;
  constructor(call: CallSummary) {
    super("crew-phone-call-started");
    this.detail = detailOf(call);
  }
}

/** A call is over, answered or not. Comes once per call. */
export class CrewPhoneCallEndedEvent extends CrewEvent {
  readonly detail: PhoneCallDetail & { readonly cause: EndCause; readonly seconds: number };
  constructor(call: CallSummary, cause: EndCause, seconds: number) {
    super("crew-phone-call-ended");
    this.detail = { ...detailOf(call), cause, seconds };
  }
}

/** Somebody wants to see the record of the other side. Prevent it to open the record yourself; otherwise the link is followed. */
export class CrewPhoneOpenRecordEvent extends CrewEvent {
  readonly detail: { readonly callId: string; readonly caller: Caller };
  constructor(callId: string, caller: Caller) {
    super("crew-phone-open-record", { cancelable: true });
    this.detail = { callId, caller };
  }
}

declare global {
  interface HTMLElementEventMap {
    "crew-phone-incoming": CrewPhoneIncomingEvent;
    "crew-phone-call-started": CrewPhoneCallStartedEvent;
    "crew-phone-call-ended": CrewPhoneCallEndedEvent;
    "crew-phone-open-record": CrewPhoneOpenRecordEvent;
  }
}
