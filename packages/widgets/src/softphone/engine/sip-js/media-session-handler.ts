import type { BodyAndContentType, SessionDescriptionHandler } from "sip.js/lib/api/session-description-handler.js";
import type { Session } from "sip.js/lib/api/session.js";
import type { CallMedia } from "../media/call-media.ts";
import { SignalingState } from "./stack.ts";

const SDP = "application/sdp";

/**
 * Lets the stack exchange descriptions with a call's media. It closes nothing: the stack disposes of a session in more
 * cases than the call ends (a challenged INVITE that is sent again), so the call owns its media.
 */
export class MediaSessionHandler implements SessionDescriptionHandler {
  readonly #session: Session;
  readonly #media: CallMedia;
  #offered = false;

  constructor(session: Session, media: CallMedia) {
    this.#session = session;
    this.#media = media;
  }

  close(): void {
    // Owned by the call.
  }

  async getDescription(): Promise<BodyAndContentType> {
    const body = this.#offered ? await this.#media.answer() : await this.#media.offer();
    this.#offered = false;
    return { body, contentType: SDP };
  }

  hasDescription(contentType: string): boolean {
    return contentType.toLowerCase() === SDP;
  }

  async setDescription(sdp: string): Promise<void> {
    const offered = this.#session.dialog?.signalingState === SignalingState.HaveRemoteOffer;
    this.#offered = (await this.#media.setRemote(sdp, offered)) === "offer";
  }

  async rollbackDescription(): Promise<void> {
    this.#offered = false;
    await this.#media.rollback();
  }

  /** Nobody asks: calls send tones by their media, which can wait for the connection. */
  sendDtmf(): boolean {
    return false;
  }
}
