import type { VNode } from "preact";
import { type Catalogue, CrewElement, type CssSheet, effect, type Env, signal } from "../kit/index.ts";
import type { LoadSipEngine } from "./engine/load-engine.ts";
import type { SipEngineOptions } from "./engine/sip-engine.ts";
import { catalogue, type Source } from "./messages/index.ts";
import { createPhoneSounds } from "./phone-sounds.ts";
import { CrewPhoneCallEndedEvent, CrewPhoneCallStartedEvent, CrewPhoneIncomingEvent } from "./softphone.events.ts";
import { type PhoneCall, type PhoneConnection, SoftphoneModel, type SoftphoneState } from "./softphone.model.ts";
import { softphoneStyles } from "./softphone.styles.ts";
import { endTitleKey } from "./views/end-text.ts";
import { Softphone } from "./views/softphone.tsx";

/** The phone's model as the element runs it. */
export type RunningPhone = SoftphoneState & Disposable;

/**
 * A telephone in the page: registers with the user's own SIP account, places and takes calls, keeps the call list.
 *
 * Keyboard: Enter in the number field calls. In the keypad the arrow keys move and digits type. While a call rings,
 * Alt+A answers and Alt+X declines from anywhere in the page (`shortcuts="off"` leaves these keys alone). Ringing never
 * moves the focus.
 *
 * @tag crew-softphone
 * @attr mode - "docked" (default) fills its container, 320 px is a good width; "floating" stays in the corner of the window
 * @attr tel-links - clicks on `tel:` links anywhere in the page call instead of leaving to another program
 * @attr shortcuts - "off" disables Alt+A and Alt+X
 * @fires crew-phone-incoming - a call rings (`event.detail`: callId, number, name, caller)
 * @fires crew-phone-call-started - somebody answered
 * @fires crew-phone-call-ended - a call is over (`event.detail` also has cause and seconds)
 * @fires crew-phone-open-record - the other side's record is wanted; prevent it to open the record yourself
 * @csspart phone - the panel
 * @csspart status - the line that says whether the phone can be reached
 * @csspart incoming - the card of a call that rings
 */
export class CrewSoftphone extends CrewElement<RunningPhone, Source> {
  static override readonly styles: readonly CssSheet[] = [softphoneStyles];
  /** Hanging up and leaving the server cannot wait. */
  static override readonly teardown = "immediate";

  static override get observedAttributes(): readonly string[] {
    return [...super.observedAttributes, "mode"];
  }

  protected override readonly catalogue: Catalogue<Source> = catalogue;
  /** Replaces the SIP stack, for hosts with a transport of their own and for tests. Set it before the element is connected. */
  loadEngine: LoadSipEngine | undefined;
  /** Replaces the browser's microphone, such as by one that was processed. Set it before the element is connected. */
  acquireMicrophone: SipEngineOptions["acquireMicrophone"];

  readonly #floating = signal(false);
  #listening: AbortController | undefined;

  /** The call on the phone, undefined when there is none. */
  get call(): PhoneCall | undefined {
    return this.model?.call.value;
  }

  get connection(): PhoneConnection {
    return this.model?.connection.value ?? { kind: "loading" };
  }

  /**
   * Calls a number. Resolves with whether a call began; if not, the phone says why.
   * @param about.name what to show until the directory knows better
   */
  dial(number: string, about: { readonly name?: string } = {}): Promise<boolean> {
    return this.model?.dial(number, about) ?? Promise.resolve(false);
  }

  /** Takes the call that rings. */
  answer(): void {
    this.model?.answer();
  }

  /** Ends the call: cancels, declines or hangs up. */
  hangUp(): void {
    this.model?.hangUp();
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    super.attributeChangedCallback(name, before, value);
    if (name === "mode") this.#floating.value = value === "floating";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listening?.abort();
    this.#listening = new AbortController();
    const { signal: until } = this.#listening;
    const page = this.ownerDocument;
    page.addEventListener("keydown", (event) => this.#onKey(event), { signal: until });
    page.addEventListener("click", (event) => this.#onClick(event), { signal: until });
    // Any gesture in the page may wake the sound that the browser held back.
    page.addEventListener("pointerdown", () => this.#wakeSound(), { signal: until });
  }

  override disconnectedCallback(): void {
    this.#listening?.abort();
    super.disconnectedCallback();
  }

  protected override createModel(env: Env<Source>): RunningPhone {
    const phone = new SoftphoneModel({
      adapter: env.adapter,
      language: () => env.language.value,
      sounds: createPhoneSounds(),
      page: window,
      ...storageOf(window),
      ...(this.loadEngine === undefined ? {} : { loadEngine: this.loadEngine }),
      ...(this.acquireMicrophone === undefined ? {} : { acquireMicrophone: this.acquireMicrophone }),
      hooks: {
        onIncoming: (call) => {
          env.emit(new CrewPhoneIncomingEvent(call));
          env.announce(env.i18n.t("announceIncoming", { name: call.name || call.number }), "assertive");
        },
        onStarted: (call) => {
          env.emit(new CrewPhoneCallStartedEvent(call));
          env.announce(env.i18n.t("announceActive", { name: call.name || call.number }));
        },
        onEnded: (call) => {
          env.emit(new CrewPhoneCallEndedEvent(call, call.end.cause, call.seconds));
          const { t, format } = env.i18n;
          const cause = t(endTitleKey(call.end, call.direction));
          env.announce(
            call.seconds > 0 ? t("announceEnded", { cause, duration: format.duration(call.seconds) }) : cause,
          );
        },
      },
    }) as RunningPhone;
    const stop = announceChanges(phone, env);
    const dispose = phone[Symbol.dispose].bind(phone);
    return Object.assign(phone, {
      [Symbol.dispose]: () => {
        stop();
        dispose();
      },
    });
  }

  protected override view(model: RunningPhone): VNode {
    return <Softphone model={model} floating={this.#floating.value} />;
  }

  #onKey(event: KeyboardEvent): void {
    if (this.call?.phase !== "incoming" || this.getAttribute("shortcuts") === "off") return;
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
    if (event.code === "KeyA") this.answer();
    else if (event.code === "KeyX") this.hangUp();
    else return;
    event.preventDefault();
  }

  #onClick(event: MouseEvent): void {
    if (!this.hasAttribute("tel-links") || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (link === undefined || link.protocol !== "tel:") return;
    event.preventDefault();
    void this.dial(link.href, { name: link.dataset["name"] ?? "" });
  }

  #wakeSound(): void {
    if (this.model?.soundBlocked.peek() === true) void this.model.unlockSound();
  }
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
function announceChanges(phone: RunningPhone, env: Env<Source>): () => void {
  let before: PhoneCall | undefined;
  return effect(() => {
    const call = phone.call.value;
    const was = before?.id === call?.id ? before : undefined;
    before = call;
    if (was === undefined || call?.phase !== "active" || was.phase !== "active") return;
    const { t } = env.i18n;
    if (was.heldByUs !== call.heldByUs) env.announce(t(call.heldByUs ? "announceHeld" : "announceResumed"));
    if (was.heldByThem !== call.heldByThem) env.announce(t(call.heldByThem ? "heldByThem" : "announceResumed"));
    if (was.muted !== call.muted) env.announce(t(call.muted ? "announceMuted" : "announceUnmuted"));
    if (!was.interrupted && call.interrupted) env.announce(t("interrupted"), "assertive");
  });
}
