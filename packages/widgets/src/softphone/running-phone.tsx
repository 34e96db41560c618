import type { VNode } from "preact";
import { duration, effect, type Env } from "../kit/index.ts";
import { announceInModal } from "./above-modal.ts";
import type { LoadSipEngine } from "./engine/load-engine.ts";
import type { SipEngineOptions } from "./engine/sip-engine.ts";
import type { Source } from "./messages/index.ts";
import { readableNumber } from "./phone-number.ts";
import { createPhoneSounds } from "./phone-sounds.ts";
import { CrewPhoneCallEndedEvent, CrewPhoneCallStartedEvent, CrewPhoneIncomingEvent } from "./softphone.events.ts";
import { type PhoneCall, SoftphoneModel, type SoftphoneState } from "./softphone.model.ts";
import { endTitleKey } from "./views/end-text.ts";
import { Softphone } from "./views/softphone.tsx";

/** The model with its view, as the element runs it. */
export interface RunningPhone extends SoftphoneState, Disposable {
  readonly View: (props: { readonly floating: boolean }) => VNode;
}

interface Given {
  readonly loadEngine: LoadSipEngine | undefined;
  readonly acquireMicrophone: SipEngineOptions["acquireMicrophone"];
}

/** Starts the phone of an element: its hooks become the element's events and what screen readers are told. */
export function startPhone(env: Env<Source>, given: Given): RunningPhone {
  const announce: Env["announce"] = (text, politeness = "polite") => {
    if (!announceInModal(text, politeness, env.root)) env.announce(text, politeness);
  };
  const phone = new SoftphoneModel({
    adapter: env.adapter,
    language: () => env.language.value,
    sounds: createPhoneSounds(),
    page: window,
    ...storageOf(window),
    ...(given.loadEngine === undefined ? {} : { loadEngine: given.loadEngine }),
    ...(given.acquireMicrophone === undefined ? {} : { acquireMicrophone: given.acquireMicrophone }),
    hooks: {
      onIncoming: (call) => {
        env.emit(new CrewPhoneIncomingEvent(call));
        announce(env.i18n.t("announceIncoming", { name: call.name || readableNumber(call.number) }), "assertive");
      },
      onStarted: (call) => {
        env.emit(new CrewPhoneCallStartedEvent(call));
        announce(env.i18n.t("announceActive", { name: call.name || readableNumber(call.number) }));
      },
      onEnded: (call) => {
        env.emit(new CrewPhoneCallEndedEvent(call, call.end.cause, call.seconds));
        const { t } = env.i18n;
        const cause = t(endTitleKey(call.end, call.direction));
        announce(call.seconds > 0 ? t("announceEnded", { cause, duration: duration(call.seconds) }) : cause);
      },
    },
  }) as SoftphoneState & Disposable;
  const stop = announceChanges(phone, env.i18n, announce);
  return {
    ...phone,
    dial: async (number, about) => {
      const began = await phone.dial(number, about);
      // without the right there is no number field that could say why nothing happens
      if (!began && phone.problem.value === "no_right") env.toast({ text: env.i18n.t("dial_no_right") });
      return began;
    },
    View: ({ floating }) => <Softphone model={phone} floating={floating} />,
    [Symbol.dispose]: () => {
      stop();
      phone[Symbol.dispose]();
    },
  };
}

/** Storage may be forbidden, and saying so is an exception. */
function storageOf(page: Window): { readonly storage: Storage } | undefined {
  try {
    return { storage: page.localStorage };
  } catch {
    return undefined;
  }
}

/** Tells screen readers of what changes in a call beside its beginning and end. */
function announceChanges(phone: SoftphoneState, i18n: Env<Source>["i18n"], announce: Env["announce"]): () => void {
  let before: PhoneCall | undefined;
  return effect(() => {
    const call = phone.call.value;
    const was = before?.id === call?.id ? before : undefined;
    before = call;
    if (was === undefined || call?.phase !== "active" || was.phase !== "active") return;
    const { t } = i18n;
    if (was.heldByUs !== call.heldByUs) announce(t(call.heldByUs ? "announceHeld" : "announceResumed"));
    if (was.heldByThem !== call.heldByThem) announce(t(call.heldByThem ? "heldByThem" : "announceResumed"));
    if (was.muted !== call.muted) announce(t(call.muted ? "announceMuted" : "announceUnmuted"));
    if (!was.interrupted && call.interrupted) announce(t("interrupted"), "assertive");
  });
}
