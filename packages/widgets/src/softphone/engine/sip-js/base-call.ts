import type { SessionDelegate } from "sip.js/lib/api/session-delegate.js";
import type { Session } from "sip.js/lib/api/session.js";
import { endOfBye } from "../call-end.ts";
import { CallMedia } from "../media/call-media.ts";
import { Renegotiator, type OfferOutcome } from "../renegotiator.ts";
import type { CallDirection, CallEnd, CallParty, CallQuality, CallSnapshot, SipCall } from "../sip-engine.ts";
import type { CallContext } from "./call-context.ts";
import { SessionState } from "./stack.ts";

const TONES = /^[0-9A-D#*,]+$/i;

/** What incoming and outgoing calls share: state, media, hold, digits, and one single end. */
export abstract class BaseCall implements SipCall {
  readonly id: string = crypto.randomUUID();
  abstract readonly direction: CallDirection;
  readonly media: CallMedia;
  protected readonly context: CallContext;
  protected session: Session | undefined;
  readonly #renegotiator: Renegotiator;
  readonly #listeners = new Set<(snapshot: CallSnapshot) => void>();
  #snapshot: CallSnapshot;
  /** Why the session is about to terminate; the stack tells the reason before or after the state, by turns. */
  #expectedEnd: CallEnd | undefined;
  #offersSent = 0;
  #lostTimer: ReturnType<typeof setTimeout> | undefined;
  #renewTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: CallContext, remote: CallParty, phase: "dialling" | "incoming") {
    this.context = context;
    this.#snapshot = {
      phase,
      remote,
      startedAt: Date.now(),
      answeredAt: undefined,
      endedAt: undefined,
      muted: false,
      heldByUs: false,
      holdPending: false,
      heldByThem: false,
      earlyMedia: false,
      interrupted: false,
      audioBlocked: false,
      end: undefined,
    };
    this.media = new CallMedia({
      acquireMicrophone: context.acquireMicrophone,
      timings: context.timings,
      events: {
        onHeldByThem: (heldByThem) => {
          this.update({ heldByThem });
          // The far end has just reached us: what was interrupted is whole again.
          if (this.#snapshot.interrupted) this.#interrupted(false);
        },
        onAudioBlocked: (audioBlocked) => this.update({ audioBlocked }),
        onConnectivity: (connected) => this.#onConnectivity(connected),
      },
    });
    this.#renegotiator = new Renegotiator({
      sendOffer: ({ restartIce }) => this.#sendOffer(restartIce),
      canSend: () => context.signalling && this.session?.state === SessionState.Established,
      pauseAfterGlare: () => context.timings.retryAfterGlare(this.direction === "outgoing"),
      pauseWhileAway: () => context.timings.yieldToCaller,
      onSettled: () => this.update({ holdPending: this.#renegotiator.holdPending }),
      onHoldRefused: (heldByUs) => {
        this.media.setHeld(heldByUs);
        this.update({ heldByUs });
        context.emit({ type: "problem", code: "hold_refused" });
      },
      onGone: () => this.finish({ cause: "remote_hung_up", by: "them", sipCode: 481 }),
    });
  }

  get snapshot(): CallSnapshot {
    return this.#snapshot;
  }

  get ended(): boolean {
    return this.#snapshot.end !== undefined;
  }

  /** Whether this side has sent a re-INVITE. */
  protected get reinvited(): boolean {
    return this.#offersSent > 0;
  }

  get remoteStream(): MediaStream | undefined {
    return this.media.remoteStream;
  }

  subscribe(listener: (snapshot: CallSnapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  abstract answer(): void;
  abstract hangUp(): void;
  /** The connection broke while the call is not answered yet. */
  protected abstract onSignallingLostEarly(): void;

  setMuted(muted: boolean): void {
    if (this.ended) return;
    this.media.setMuted(muted);
    this.update({ muted });
  }

  setHeld(held: boolean): void {
    if (this.#snapshot.phase !== "active") return;
    this.media.setHeld(held);
    this.#renegotiator.setHeld(held);
    this.update({ heldByUs: held, holdPending: this.#renegotiator.holdPending });
  }

  async sendDtmf(tones: string): Promise<"rfc4733" | "info"> {
    if (!TONES.test(tones)) throw new RangeError("not DTMF digits");
    if (await this.media.sendTones(tones)) return "rfc4733";
    for (const tone of tones.replaceAll(",", "")) {
      const content = `Signal=${tone}\r\nDuration=160\r\n`;
      await this.session?.info({
        requestOptions: { body: { contentDisposition: "render", contentType: "application/dtmf-relay", content } },
      });
    }
    return "info";
  }

  playAudio(): Promise<void> {
    return this.media.play();
  }

  quality(): Promise<CallQuality | undefined> {
    return this.media.quality();
  }

  onSignallingLost(): void {
    if (this.#snapshot.phase === "active") {
      this.update({ interrupted: true });
      this.#watchLoss();
    } else if (!this.ended) {
      this.onSignallingLostEarly();
    }
  }

  /** The far end may have tried to reach us meanwhile: a re-INVITE tells it where we are and whether it is still there. */
  onSignallingBack(): void {
    if (this.#snapshot.phase === "active") this.#renewMedia();
  }

  onNetworkChange(): void {
    if (this.#snapshot.phase === "active") this.#renegotiator.restartIce();
  }

  protected update(change: Partial<CallSnapshot>): void {
    if (this.ended) return;
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) this.#tell(listener);
    this.context.emit({ type: "call", call: this });
  }

  protected becomeActive(): void {
    this.update({ phase: "active", answeredAt: Date.now(), earlyMedia: false });
  }

  protected expectEnd(end: CallEnd): void {
    this.#expectedEnd ??= end;
  }

  /** Ends the call here, once; whatever the stack reports later about it is not news. */
  protected finish(end: CallEnd): void {
    if (this.ended) return;
    this.media.close();
    this.#renegotiator.close();
    clearTimeout(this.#lostTimer);
    clearTimeout(this.#renewTimer);
    this.update({ phase: "ended", end, endedAt: Date.now(), holdPending: false, interrupted: false });
    this.#listeners.clear();
    this.context.forget(this);
  }

  protected adopt(session: Session): void {
    this.session = session;
    session.delegate = this.sessionDelegate();
    session.stateChange.addListener((state) => {
      if (state === SessionState.Terminated && this.session === session) {
        queueMicrotask(() => {
          if (this.session === session) this.finish(this.#expectedEnd ?? { cause: "error", by: "network" });
        });
      }
    });
  }

  protected sessionDelegate(): SessionDelegate {
    return {
      onBye: (bye) => {
        this.expectEnd(endOfBye(bye.request.getHeaders("reason")));
        void bye.accept();
      },
      onRefer: (referral) => {
        void referral.reject({ statusCode: 603 });
        this.context.emit({ type: "transfer_refused", call: this });
      },
      onInfo: (info) => {
        const tone = /Signal\s*=\s*([0-9A-D#*])/i.exec(info.request.body)?.[1];
        void info.accept();
        if (tone !== undefined) this.context.emit({ type: "dtmf", call: this, tone });
      },
    };
  }

  /** Sends BYE, now or when the connection is back. */
  protected bye(session: Session): void {
    this.context.whenSignalling(() => {
      if (session.state === SessionState.Established) void session.bye().catch(reportUnlessTerminated(session));
    });
  }

  #tell(listener: (snapshot: CallSnapshot) => void): void {
    try {
      listener(this.#snapshot);
    } catch (error) {
      reportError(error);
    }
  }

  #sendOffer(restartIce: boolean): Promise<OfferOutcome> {
    const session = this.session;
    if (session === undefined) return Promise.resolve("gone");
    this.#offersSent++;
    if (restartIce) {
      const servers = this.context.keeper.peek("receive")?.iceServers;
      if (servers) this.media.setIceServers(servers);
      this.media.restartIce();
    }
    return new Promise((resolve) => {
      session
        .invite({
          requestDelegate: {
            onAccept: () => {
              this.#interrupted(false);
              resolve("accepted");
            },
            onReject: ({ message }) =>
              resolve(outcomeOf(message.statusCode ?? 0, message.data, this.context.signalling)),
            onRedirect: () => resolve("refused"),
          },
        })
        // Nothing was sent: an offer or an answer of either side is still under way.
        .catch(async () => {
          if (session.state !== SessionState.Established) return resolve("gone");
          // The stack forgets the offer that it did not send; the connection must not wait for its answer.
          await this.media.withdrawOffer();
          resolve("pending");
        });
    });
  }

  #onConnectivity(connected: boolean): void {
    if (this.#snapshot.phase !== "active") return;
    if (connected) {
      this.#interrupted(false);
      return;
    }
    this.update({ interrupted: true });
    this.#watchLoss();
    this.#renewMedia();
  }

  /**
   * After an outage both sides want the same at the same moment. The caller goes first; the called side only steps in
   * when no offer came, because the caller's connection was never lost.
   */
  #renewMedia(): void {
    clearTimeout(this.#renewTimer);
    if (this.direction === "outgoing") return this.#renegotiator.restartIce();
    const { remoteOffers } = this.media;
    this.#renewTimer = setTimeout(() => {
      if (this.media.remoteOffers === remoteOffers) this.#renegotiator.restartIce();
      else {
        this.#renegotiator.kick();
        this.#interrupted(false);
      }
    }, this.context.timings.yieldToCaller);
  }

  #interrupted(interrupted: boolean): void {
    if (!interrupted && (!this.context.signalling || !this.media.connected)) return;
    clearTimeout(this.#lostTimer);
    this.#lostTimer = undefined;
    this.update({ interrupted });
  }

  /** As long as people hear each other the call is kept, however long signalling is away. */
  #watchLoss(): void {
    this.#lostTimer ??= setTimeout(() => {
      this.#lostTimer = undefined;
      if (this.media.connected) {
        if (!this.context.signalling) this.#watchLoss();
        return;
      }
      const session = this.session;
      this.finish({ cause: "network", by: "network" });
      if (session) this.bye(session);
    }, this.context.timings.callLostAfter);
  }
}

/** For the far side of an async boundary: a session that terminated meanwhile is the expected way to fail. */
export function reportUnlessTerminated(session: Session): (error: unknown) => void {
  return (error) => {
    if (session.state !== SessionState.Terminated && session.state !== SessionState.Terminating) reportError(error);
  };
}

function outcomeOf(status: number, data: string | undefined, signalling: boolean): OfferOutcome {
  if (status === 491 || status === 500) return "pending";
  // A response without text was made up by the stack: the socket broke, or nothing came back in time.
  if (data === undefined || data === "") return signalling && status === 408 ? "gone" : "unreachable";
  if (status === 404 || status === 430 || status === 480 || status >= 502) return "away";
  return status === 481 || status === 408 ? "gone" : "refused";
}
