import type { CallQuality, EngineTimings } from "../sip-engine.ts";
import { gatherCandidates, usableKind } from "./gather.ts";
import { type AcquireMicrophone, openMicrophone } from "./microphone.ts";
import { QualityMeter } from "./quality.ts";
import { holdsUs } from "./sdp.ts";

type IceServers = readonly {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}[];

/** The far end's offer came while ours was being prepared: answer it first, then offer again. */
export class OfferSupersededError extends Error {
  override readonly name: string = "OfferSupersededError";
}

export interface CallMediaEvents {
  /** The far end put us on hold or took us off it. */
  onHeldByThem(held: boolean): void;
  onAudioBlocked(blocked: boolean): void;
  /** `false`: no media passes and the browser will not find a way by itself. */
  onConnectivity(connected: boolean): void;
}

export interface CallMediaOptions {
  readonly acquireMicrophone: AcquireMicrophone;
  readonly timings: EngineTimings;
  readonly events: CallMediaEvents;
}

/**
 * The media of one call: it owns the microphone track, the peer connection and the element that plays the far end, and
 * `close` ends all three whatever is under way. Descriptions go in and out as SDP text; nothing here knows SIP.
 */
export class CallMedia {
  readonly #options: CallMediaOptions;
  readonly #lifetime = new AbortController();
  readonly #audio: HTMLAudioElement = document.createElement("audio");
  readonly #meter = new QualityMeter();
  #microphone: MediaStream | undefined;
  #iceServers: IceServers = [];
  #pc: RTCPeerConnection | undefined;
  #muted = false;
  #held = false;
  #restartIce = false;
  #remoteOffers = 0;
  /** An offer of the far end is on its way into the connection. */
  #takingOffer = false;
  #iceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CallMediaOptions) {
    this.#options = options;
    this.#audio.autoplay = true;
  }

  get closed(): boolean {
    return this.#lifetime.signal.aborted;
  }

  get remoteStream(): MediaStream | undefined {
    return this.#audio.srcObject instanceof MediaStream ? this.#audio.srcObject : undefined;
  }

  get connected(): boolean {
    const state = this.#pc?.iceConnectionState;
    return state === "connected" || state === "completed";
  }

  /** How many offers of the far end were taken so far. */
  get remoteOffers(): number {
    return this.#remoteOffers;
  }

  /** Opens the microphone; nothing else of the call starts before it. Rejects with a `MicrophoneError` or the abort. */
  async open(): Promise<void> {
    const stream = await openMicrophone(this.#options.acquireMicrophone);
    // Whatever the browser hands out after the end is stopped right here, before anything else can run.
    if (this.closed) for (const track of stream.getTracks()) track.stop();
    this.#lifetime.signal.throwIfAborted();
    this.#microphone = stream;
    this.#applyMute();
  }

  /** Servers for connections made from now on; a running one takes them with its next ICE restart. */
  setIceServers(servers: IceServers): void {
    this.#iceServers = servers;
    this.#pc?.setConfiguration(this.#configuration());
  }

  /** The next offer renews the transport: new candidates, new credentials of ICE. */
  restartIce(): void {
    this.#restartIce = true;
  }

  async offer(): Promise<string> {
    const pc = this.#connection();
    // A second INVITE of the same call, sent because the first was challenged in vain, repeats the offer.
    if (pc.signalingState === "have-local-offer" && pc.localDescription !== null) return pc.localDescription.sdp;
    this.#applyDirection();
    const iceRestart = this.#restartIce;
    this.#restartIce = false;
    const round = this.#remoteOffers;
    try {
      const sdp = await this.#describe(pc, await pc.createOffer({ iceRestart }));
      if (round === this.#remoteOffers) return sdp;
    } catch (error) {
      if (round === this.#remoteOffers) throw error;
    }
    throw new OfferSupersededError();
  }

  async answer(): Promise<string> {
    const pc = this.#connection();
    for (const transceiver of pc.getTransceivers()) {
      if (transceiver.receiver.track.kind !== "audio") transceiver.stop();
    }
    this.#applyDirection();
    return this.#describe(pc, await pc.createAnswer());
  }

  /**
   * Takes the far end's offer or answer, and says which it was. `offered` is what signalling knows; without it the state
   * of the connection decides. An offer of ours that is still being prepared gives way to theirs.
   */
  async setRemote(sdp: string, offered: boolean): Promise<"offer" | "answer"> {
    const pc = this.#connection();
    const awaitsAnswer = pc.signalingState === "have-local-offer" || pc.signalingState === "have-remote-pranswer";
    const type = offered || !awaitsAnswer ? "offer" : "answer";
    if (type === "offer") await this.#takeOffer(pc, sdp, awaitsAnswer);
    else await pc.setRemoteDescription({ type, sdp });
    this.#options.events.onHeldByThem(holdsUs(sdp));
    return type;
  }

  /** Plays what the far end sends before it answers; a final answer may still differ. */
  async setEarlyRemote(sdp: string): Promise<void> {
    const pc = this.#connection();
    if (pc.signalingState === "have-local-offer") await pc.setRemoteDescription({ type: "pranswer", sdp });
  }

  /** Takes back an offer of ours that was refused or never sent; one that theirs pushes aside goes by itself. */
  async withdrawOffer(): Promise<void> {
    // The connection works one step after another: a rollback that waits behind their offer would take that one back.
    if (this.#takingOffer) return;
    await this.#takeBack("have-local-offer");
  }

  /** Takes back whichever offer is open. */
  async rollback(): Promise<void> {
    await this.withdrawOffer();
    if (!this.#takingOffer) await this.#takeBack("have-remote-offer");
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#applyMute();
  }

  /** Silences both ways at once; the far end learns of it with the next offer. */
  setHeld(held: boolean): void {
    this.#held = held;
    this.#audio.muted = held;
    this.#applyMute();
  }

  /** Waits until the connection is there, which no tone can go before. False when RFC 4733 events were not negotiated. */
  async sendTones(tones: string): Promise<boolean> {
    // looked at again and again, as closing the connection is no event
    while (this.#pc?.connectionState.match(/new|connecting/)) await new Promise((next) => setTimeout(next, 50));
    const dtmf = this.#sender()?.dtmf;
    if (!dtmf?.canInsertDTMF) return false;
    dtmf.insertDTMF(dtmf.toneBuffer + tones, 160, 70);
    return true;
  }

  async play(): Promise<void> {
    try {
      await this.#audio.play();
      if (!this.closed) this.#options.events.onAudioBlocked(false);
    } catch (error) {
      // A new source interrupts a pending play(): only the browser's policy is worth telling.
      if (!this.closed && error instanceof DOMException && error.name === "NotAllowedError")
        this.#options.events.onAudioBlocked(true);
    }
  }

  quality(): Promise<CallQuality | undefined> {
    return this.#pc === undefined ? Promise.resolve(undefined) : this.#meter.read(this.#pc);
  }

  /** Idempotent. No track of ours is live when it returns, nor will one be. */
  close(): void {
    this.#lifetime.abort(new DOMException("The call has ended", "AbortError"));
    clearTimeout(this.#iceTimer);
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
    this.#pc?.close();
    this.#audio.srcObject = null;
  }

  async #takeOffer(pc: RTCPeerConnection, sdp: string, oursIsOpen: boolean): Promise<void> {
    this.#remoteOffers++;
    this.#takingOffer = true;
    try {
      if (oursIsOpen) await this.#takeBack("have-local-offer");
      await pc.setRemoteDescription({ type: "offer", sdp });
    } finally {
      this.#takingOffer = false;
    }
  }

  async #takeBack(open: "have-local-offer" | "have-remote-offer"): Promise<void> {
    const pc = this.#pc;
    if (pc?.signalingState !== open) return;
    try {
      if (open === "have-local-offer") await pc.setLocalDescription({ type: "rollback" });
      else await pc.setRemoteDescription({ type: "rollback" });
    } catch (error) {
      // It may have been answered or pushed aside in the meantime, which is just as well.
      if (pc.signalingState === open) throw error;
    }
  }

  #configuration(): RTCConfiguration {
    const iceServers = this.#iceServers.map((server) => ({ ...server, urls: [...server.urls] }));
    return { iceServers, bundlePolicy: "max-bundle" };
  }

  #connection(): RTCPeerConnection {
    this.#lifetime.signal.throwIfAborted();
    if (this.#pc !== undefined) return this.#pc;
    const pc = new RTCPeerConnection(this.#configuration());
    this.#pc = pc;
    for (const track of this.#microphone?.getAudioTracks() ?? []) {
      pc.addTrack(track, this.#microphone ?? new MediaStream());
    }
    pc.addEventListener("track", ({ track, streams }) => {
      if (track.kind !== "audio") return;
      this.#audio.srcObject = streams[0] ?? new MediaStream([track]);
      void this.play();
    });
    pc.addEventListener("iceconnectionstatechange", () => this.#onIceState(pc.iceConnectionState));
    return pc;
  }

  async #describe(pc: RTCPeerConnection, description: RTCSessionDescriptionInit): Promise<string> {
    const { timings } = this.#options;
    const patience = new AbortController();
    const signal = AbortSignal.any([patience.signal, this.#lifetime.signal]);
    const usable = usableKind(this.#iceServers);
    const gathered = gatherCandidates(
      pc,
      { deadline: timings.gatherDeadline, settle: timings.gatherSettle, usable },
      signal,
    );
    const before = iceUser(pc.currentLocalDescription);
    try {
      if (description.type === "answer" && pc.currentLocalDescription === null)
        await keepThroughRollback(pc, description);
      await pc.setLocalDescription(description);
      // The gathering state lags behind a restart; new ICE credentials tell at once that there is something to wait for.
      if (iceUser(pc.localDescription) !== before) await gathered;
    } finally {
      patience.abort();
    }
    this.#lifetime.signal.throwIfAborted();
    return pc.localDescription?.sdp ?? description.sdp ?? "";
  }

  #sender(): RTCRtpSender | undefined {
    return this.#pc?.getSenders().find((sender) => sender.track?.kind === "audio");
  }

  #applyDirection(): void {
    for (const transceiver of this.#pc?.getTransceivers() ?? []) {
      if (transceiver.sender.track?.kind === "audio") transceiver.direction = this.#held ? "sendonly" : "sendrecv";
    }
  }

  #applyMute(): void {
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !this.#muted && !this.#held;
  }

  #onIceState(state: RTCIceConnectionState): void {
    clearTimeout(this.#iceTimer);
    if (state === "connected" || state === "completed") this.#options.events.onConnectivity(true);
    else if (state === "failed") this.#options.events.onConnectivity(false);
    // A short disconnection heals by itself more often than not, and a restart would only prolong it.
    else if (state === "disconnected") {
      this.#iceTimer = setTimeout(
        () => this.#options.events.onConnectivity(false),
        this.#options.timings.iceDisconnectedGrace,
      );
    }
  }
}

/**
 * Chromium takes the media that came with the first offer for new until the next negotiation: an offer of ours that is
 * rolled back meanwhile takes it along, and the far end is silent from then on. A provisional answer (RFC 8829 section
 * 4.1.10.1) makes it last. Firefox has no such fault, and no provisional answers.
 */
async function keepThroughRollback(pc: RTCPeerConnection, { sdp = "" }: RTCSessionDescriptionInit): Promise<void> {
  try {
    await pc.setLocalDescription({ type: "pranswer", sdp });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "NotSupportedError")) throw error;
  }
}

/** The ICE user name fragment of a description (RFC 8839 section 5.4). */
function iceUser(description: RTCSessionDescription | null): string | undefined {
  return /^a=ice-ufrag:(\S+)/m.exec(description?.sdp ?? "")?.[1];
}
