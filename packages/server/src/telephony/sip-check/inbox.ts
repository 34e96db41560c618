import { parseMessage, type SipMessage } from "../sip/index.ts";
import { unlessAborted } from "./deadline.ts";
import { SipCheckError } from "./sip-check-error.ts";

/** Messages that came and were not looked at yet, and the end of the connection once it came. */
export class Inbox {
  readonly #messages: SipMessage[] = [];
  #failure: SipCheckError | undefined;
  #wake: (() => void) | undefined;

  /** Takes the text of one message; text that is none ends the connection as `wrong_protocol`. */
  deliver(text: string): void {
    try {
      this.#messages.push(parseMessage(text));
      this.#wake?.();
    } catch (cause) {
      this.fail(new SipCheckError("wrong_protocol", { cause }));
    }
  }

  /** The connection has ended; the first reason counts. */
  fail(error: SipCheckError): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  /** The next message, in order. @throws SipCheckError when the connection ends or the signal aborts first */
  async next(signal: AbortSignal): Promise<SipMessage> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) return message;
      if (this.#failure !== undefined) throw this.#failure;
      const woken = Promise.withResolvers<void>();
      this.#wake = woken.resolve;
      await unlessAborted(woken.promise, signal);
    }
  }
}
