import type { VNode } from "preact";
import {
  type Catalogue,
  CrewElement,
  type CssSheet,
  type Env,
  ErrorState,
  type ReadonlySignal,
  signal,
  SkeletonRows,
} from "../kit/index.ts";
import type { LoadSipEngine } from "./engine/load-engine.ts";
import type { SipEngineOptions } from "./engine/sip-engine.ts";
import { catalogue, type Source } from "./messages/index.ts";
import type { RunningPhone } from "./running-phone.tsx";
import { shellStyles } from "./shell.styles.ts";
import type { PhoneCall, PhoneConnection } from "./softphone.model.ts";

/** What the element holds until and after the phone's own chunk is there. */
interface PhoneShell extends Disposable {
  readonly phone: ReadonlySignal<RunningPhone | undefined>;
  readonly failure: ReadonlySignal<unknown>;
  readonly loaded: Promise<void>;
  readonly load: () => Promise<void>;
}

/**
 * A telephone in the page: registers with the user's own SIP account, places and takes calls, keeps the call list.
 *
 * Keyboard: Enter in the number field calls, and the focus goes on to the call. There digits, * and # are sent as tones;
 * Tab reaches mute, hold, keypad and hang up, which Enter and Space press. When the call is over the focus stands on
 * 'Close', then in the number field. In the keypad the arrow keys move and digits type. While a call rings, Alt+A
 * answers and Alt+X declines from anywhere in the page (`shortcuts="off"` leaves these keys alone); the card that rings
 * is a stop of the Tab key too. Ringing never moves the focus. While a modal dialog of the page is open the card and what
 * screen readers are told stand inside it, since everything else is inert.
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
export class CrewSoftphone extends CrewElement<PhoneShell, Source> {
  static override readonly styles: readonly CssSheet[] = [shellStyles];
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
    return this.#phone?.call.value;
  }

  get connection(): PhoneConnection {
    return this.#phone?.connection.value ?? { kind: "loading" };
  }

  /**
   * Calls a number. Resolves with whether a call began; if not, the phone says why.
   * @param about.name what to show until the directory knows better
   */
  async dial(number: string, about: { readonly name?: string } = {}): Promise<boolean> {
    await this.model?.loaded;
    return (await this.#phone?.dial(number, about)) ?? false;
  }

  /** Takes the call that rings. */
  answer(): void {
    this.#phone?.answer();
  }

  /** Ends the call: cancels, declines or hangs up. */
  hangUp(): void {
    this.#phone?.hangUp();
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

  protected override createModel(env: Env<Source>): PhoneShell {
    const phone = signal<RunningPhone | undefined>(undefined);
    const failure = signal<unknown>(undefined);
    let disposed = false;
    const load = async (): Promise<void> => {
      failure.value = undefined;
      try {
        const { startPhone } = await import("./running-phone.tsx");
        if (!disposed)
          phone.value = startPhone(env, { loadEngine: this.loadEngine, acquireMicrophone: this.acquireMicrophone });
      } catch (error) {
        failure.value = error;
      }
    };
    const loaded = load();
    return {
      phone,
      failure,
      loaded,
      load,
      [Symbol.dispose]: () => {
        disposed = true;
        phone.peek()?.[Symbol.dispose]();
      },
    };
  }

  protected override view({ phone, failure, load }: PhoneShell): VNode {
    const running = phone.value;
    if (running !== undefined) return <running.View floating={this.#floating.value} />;
    if (failure.value !== undefined) return <ErrorState compact error={failure.value} onRetry={() => void load()} />;
    return <SkeletonRows count={4} />;
  }

  get #phone(): RunningPhone | undefined {
    return this.model?.phone.peek();
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
    if (this.#phone?.soundBlocked.peek() === true) void this.#phone.unlockSound();
  }
}
