import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import { failureOf } from "./failures.ts";
import { Inbox } from "./inbox.ts";
import { SipCheckError } from "./sip-check-error.ts";
import { createStreamFraming } from "./stream-framing.ts";
import { hostPort, type SipTransport, type Target } from "./transport.ts";

/** Connects to the address itself, never to a name. */
export function openTcp(target: Target, signal: AbortSignal): Promise<Socket> {
  const socket = connectTcp({ host: target.address, port: target.port, family: target.family, noDelay: true });
  return settled(socket, "connect", signal);
}

/** Starts TLS on a connection; the certificate has to be good for the target's name. */
export function openTls(
  socket: Socket,
  target: Target,
  options: Pick<ConnectionOptions, "ca">,
  signal: AbortSignal,
): Promise<TLSSocket> {
  // an address may not be sent as a server name (RFC 6066 3), but the certificate is compared with it all the same
  const servername = isIP(target.host) === 0 ? { servername: target.host } : {};
  const secured = connectTls({ ...options, ...servername, host: target.host, socket, rejectUnauthorized: true });
  return settled(secured, "secureConnect", signal);
}

function settled<S extends Socket>(socket: S, event: "connect" | "secureConnect", signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      signal.removeEventListener("abort", onAbort);
      socket.off("error", onError).off("close", onClose);
    };
    const fail = (cause: unknown): void => {
      finish();
      // a late error of a socket that nobody waits for any more must not end the process
      socket.on("error", () => undefined).destroy();
      reject(cause instanceof Error ? cause : new SipCheckError("cancelled", { cause }));
    };
    const onError = (cause: Error): void => fail(cause);
    const onClose = (): void => fail(new SipCheckError(event === "connect" ? "refused" : "tls_failed"));
    const onAbort = (): void => fail(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    socket.on("error", onError).on("close", onClose);
    socket.once(event, () => {
      finish();
      resolve(socket);
    });
  });
}

/** SIP over an open TCP or TLS connection. */
export function streamTransport(socket: Socket, protocol: "TCP" | "TLS"): SipTransport {
  const inbox = new Inbox();
  const take = createStreamFraming((text) => inbox.deliver(text));
  socket.on("data", (chunk: Buffer) => {
    try {
      take(chunk);
    } catch (cause) {
      inbox.fail(failureOf(cause, "wrong_protocol"));
      socket.destroy();
    }
  });
  // closed without a word: nobody there speaks SIP with us, and no more can be said
  socket.on("error", (cause) => inbox.fail(new SipCheckError("no_answer", { cause })));
  socket.on("close", () => inbox.fail(new SipCheckError("no_answer")));
  return {
    protocol,
    local: hostPort(socket.localAddress ?? "127.0.0.1", socket.localPort ?? 5060),
    inbox,
    send: (text) => void socket.write(text),
    close: () => socket.destroy(),
  };
}
