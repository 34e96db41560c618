import { endOfRefusal } from "../call-end.ts";
import { codeOf } from "../error-code.ts";
import { MicrophoneError } from "../media/microphone.ts";
import type { CallParty } from "../sip-engine.ts";
import { BaseCall, reportUnlessTerminated } from "./base-call.ts";
import type { CallContext } from "./call-context.ts";
import { type IncomingResponseMessage, Inviter, SessionDialog, SessionState, type URI } from "./stack.ts";

/** A call placed here. Microphone and credentials are fetched side by side; the INVITE goes out when both are there. */
export class OutgoingCall extends BaseCall {
  readonly direction = "outgoing";
  readonly #target: URI;
  #inviter: Inviter | undefined;
  #reachedServer = false;
  #earlyTag: string | undefined;

  readonly #callerId: string | undefined;

  constructor(context: CallContext, remote: CallParty, target: URI, callerId: string | undefined) {
    super(context, remote, "dialling");
    this.#target = target;
    this.#callerId = callerId;
  }

  async start(): Promise<void> {
    try {
      const [credentials] = await Promise.all([this.context.keeper.get("call", "start"), this.media.open()]);
      if (this.ended) return;
      if (!this.context.signalling) return this.finish({ cause: "network", by: "network" });
      this.media.setIceServers(credentials.iceServers);
      await this.#invite(true);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What was typed cannot be dialled; nothing is opened for it. */
  refuseNumber(): void {
    queueMicrotask(() => this.finish({ cause: "bad_number", by: "us" }));
  }

  override answer(): void {
    // Only the far end answers.
  }

  override hangUp(): void {
    if (this.ended) return;
    const inviter = this.#inviter;
    const active = this.snapshot.phase === "active";
    this.finish({ cause: active ? "hung_up" : "cancelled", by: "us" });
    if (!inviter) return;
    if (active) this.bye(inviter);
    else this.#cancel(inviter);
  }

  override onSignallingBack(): void {
    // The connection may have gone with our ACK: until it arrives, the far end takes no re-INVITE for whole and gives the
    // call up after half a minute. One too many does no harm.
    const dialog = this.#inviter?.dialog;
    if (this.snapshot.phase === "active" && !this.reinvited && dialog instanceof SessionDialog) dialog.ack();
    super.onSignallingBack();
  }

  protected override onSignallingLostEarly(): void {
    // The reply to our INVITE would go to the lost connection: it cannot reach us any more.
    const inviter = this.#inviter;
    this.finish({ cause: "network", by: "network" });
    if (inviter) this.#cancel(inviter);
  }

  #cancel(inviter: Inviter): void {
    this.context.whenSignalling(() => {
      if (inviter.state === SessionState.Initial || inviter.state === SessionState.Establishing) {
        void inviter.cancel().catch(reportUnlessTerminated(inviter));
      } else {
        this.bye(inviter);
      }
    });
  }

  async #invite(mayRenew: boolean): Promise<void> {
    const { ua } = this.context;
    if (ua === undefined) return this.finish({ cause: "network", by: "network" });
    const credentials = this.context.keeper.peek("call");
    const shown = credentials?.callerIds?.find(({ id }) => id === this.#callerId) ?? credentials?.callerId;
    this.update({ shownAs: shown?.number });
    // RFC 3325, section 9.2, and what proves that it may be shown; encoded, since a line break would be another header
    const extraHeaders = shown
      ? [
          `P-Preferred-Identity: <sip:${encodeURI(shown.number)}@${this.#target.host}>`,
          `X-Crew-Caller-Id: ${encodeURI(shown.proof ?? "")}`,
        ]
      : [];
    const inviter = new Inviter(ua.forSessions, this.#target, { earlyMedia: false, extraHeaders });
    this.#inviter = inviter;
    registerMedia(inviter, this);
    this.adopt(inviter);
    inviter.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.#onEstablished(inviter);
    });
    try {
      await inviter.invite({
        requestDelegate: {
          onTrying: () => (this.#reachedServer = true),
          onProgress: ({ message }) => this.#onProgress(message),
          onReject: ({ message }) => this.#onReject(message, mayRenew),
          onRedirect: () => this.expectEnd({ cause: "error", by: "them" }),
        },
      });
    } catch (error) {
      if (!this.ended) throw error;
    }
  }

  #onEstablished(inviter: Inviter): void {
    // Answered in the same moment as it was given up here.
    if (this.ended) this.bye(inviter);
    else this.becomeActive();
  }

  #onProgress(message: IncomingResponseMessage): void {
    this.#reachedServer = true;
    if (this.ended || this.snapshot.phase === "active") return;
    this.update({ phase: "ringing" });
    const tag = message.toTag;
    this.#earlyTag ??= tag;
    // Announcements of a call that was forked cannot be told from those of the device that will answer.
    const playable = this.context.earlyMedia === "play" && message.body !== "" && tag === this.#earlyTag;
    if (!playable || this.snapshot.earlyMedia) return;
    this.media.setEarlyRemote(message.body).then(
      () => this.update({ earlyMedia: true }),
      () => this.finish({ cause: "incompatible", by: "them" }),
    );
  }

  #onReject(message: IncomingResponseMessage, mayRenew: boolean): void {
    const status = message.statusCode ?? 0;
    const challenged = status === 401 || status === 407;
    if (challenged || status === 403) this.context.keeper.drop("call");
    if (challenged && mayRenew && !this.ended) {
      // The credentials ran out or were withdrawn: once more with fresh ones, over the same media.
      this.session = undefined;
      this.#inviter = undefined;
      this.context.keeper
        .get("call", "rejected")
        .then(
          () => (this.ended ? undefined : this.#invite(false)),
          (error: unknown) => this.#fail(error),
        )
        .catch((error: unknown) => this.#fail(error));
      return;
    }
    const real = Boolean(message.data);
    this.expectEnd(endOfRefusal(status, real ? message.getHeaders("reason") : [], this.#reachedServer || real));
  }

  #fail(error: unknown): void {
    if (this.ended) return;
    if (error instanceof MicrophoneError) this.finish({ cause: error.code, by: "us" });
    else if (codeOf(error) === "forbidden") this.finish({ cause: "forbidden", by: "network" });
    else if (codeOf(error) !== undefined) this.finish({ cause: "unavailable", by: "network" });
    else this.finish({ cause: "error", by: "network" });
  }
}

const callsBySession = new WeakMap<object, BaseCall>();

/** Lets the stack's handler factory find the media of a session. */
export function registerMedia(session: object, call: BaseCall): void {
  callsBySession.set(session, call);
}

export function callOf(session: object): BaseCall | undefined {
  return callsBySession.get(session);
}
