import type { SessionDelegate } from "sip.js/lib/api/session-delegate.js";
import { endOfCancel } from "../call-end.ts";
import { MicrophoneError } from "../media/microphone.ts";
import { BaseCall, reportUnlessTerminated } from "./base-call.ts";
import type { CallContext } from "./call-context.ts";
import { type Invitation, SessionState } from "./stack.ts";

/** A call that rings here. */
export class IncomingCall extends BaseCall {
  readonly direction = "incoming";
  readonly #invitation: Invitation;
  #graceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: CallContext, invitation: Invitation) {
    const identity = invitation.assertedIdentity ?? invitation.remoteIdentity;
    const number = identity.uri.user ?? "";
    super(
      context,
      {
        number: decodeUser(number),
        displayName: (identity.displayName || invitation.remoteIdentity.displayName) ?? "",
      },
      "incoming",
    );
    this.#invitation = invitation;
    this.adopt(invitation);
    invitation.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.#onEstablished();
    });
    invitation.progress({ statusCode: 180 }).catch(reportUnlessTerminated(invitation));
  }

  override answer(): void {
    if (this.snapshot.phase !== "incoming") return;
    this.update({ phase: "connecting" });
    this.#accept().catch((error: unknown) => {
      if (this.ended) return;
      const cause = error instanceof MicrophoneError ? error.code : "error";
      this.finish({ cause, by: "us" });
      // Another device of this user may still take it.
      this.#reject(480);
    });
  }

  override hangUp(): void {
    if (this.ended) return;
    const active = this.snapshot.phase === "active";
    this.finish({ cause: active ? "hung_up" : "declined", by: "us" });
    if (active) this.bye(this.#invitation);
    else this.#reject(603);
  }

  override onSignallingBack(): void {
    clearTimeout(this.#graceTimer);
    if (this.snapshot.phase === "incoming") this.update({ interrupted: false });
    super.onSignallingBack();
  }

  protected override onSignallingLostEarly(): void {
    this.update({ interrupted: true });
    clearTimeout(this.#graceTimer);
    this.#graceTimer = setTimeout(() => {
      this.finish({ cause: "network", by: "network" });
      this.#reject(480);
    }, this.context.timings.ringingGrace);
  }

  protected override sessionDelegate(): SessionDelegate {
    return {
      ...super.sessionDelegate(),
      onCancel: (cancel) => this.expectEnd(endOfCancel(cancel.request.getHeaders("reason"))),
    };
  }

  async #accept(): Promise<void> {
    await this.media.open();
    if (this.ended) return;
    const servers = this.context.keeper.peek("receive")?.iceServers;
    if (servers) this.media.setIceServers(servers);
    await this.#invitation.accept();
    this.#watchForAck();
  }

  /**
   * An answer that is not acknowledged within 64 T1 ends the call (RFC 3261 section 13.3.1.4): the caller has vanished,
   * or does not know that somebody answered.
   */
  #watchForAck(): void {
    const { dialog } = this.#invitation;
    if (dialog?.delegate === undefined) return;
    dialog.delegate.onAckTimeout = () => {
      this.finish({ cause: "network", by: "network", sipCode: 408 });
      this.context.whenSignalling(() => {
        this.#invitation
          .bye({ requestOptions: { extraHeaders: ['Reason: SIP;cause=408;text="no ACK"'] } })
          .catch(reportUnlessTerminated(this.#invitation));
        // The stack now waits for the ACK or its deadline, which has just passed.
        dialog.delegate?.onAckTimeout?.();
      });
    };
  }

  #onEstablished(): void {
    clearTimeout(this.#graceTimer);
    if (this.ended) this.bye(this.#invitation);
    else this.becomeActive();
  }

  #reject(statusCode: number): void {
    const invitation = this.#invitation;
    this.context.whenSignalling(() => {
      if (invitation.state === SessionState.Initial || invitation.state === SessionState.Establishing) {
        void invitation.reject({ statusCode }).catch(reportUnlessTerminated(invitation));
      } else {
        this.bye(invitation);
      }
    });
  }
}

/** A caller may put anything there; what is not well-formed is shown as it came. */
function decodeUser(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
