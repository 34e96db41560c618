import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import { Inbox } from "./inbox.ts";
import { SipCheckError } from "./sip-check-error.ts";
import type { SipTransport } from "./transport.ts";

/** Upgrades an open (and for wss secured) connection to SIP over WebSocket (RFC 7118). */
export async function openWebSocket(
  socket: Socket,
  url: URL,
  origin: string | undefined,
  signal: AbortSignal,
): Promise<SipTransport> {
  const webSocket = new WebSocket(url, "sip", {
    createConnection: () => socket,
    ...(origin === undefined ? {} : { origin }),
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: 65_536,
  });
  const inbox = new Inbox();
  let opened = false;
  const stop = (): void => {
    webSocket.terminate();
    socket.destroy();
  };
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    webSocket.on("open", () => {
      opened = true;
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    webSocket.on("unexpected-response", () => reject(new SipCheckError("websocket_refused")));
    webSocket.on("error", (cause) => {
      if (opened) return inbox.fail(new SipCheckError("no_answer", { cause }));
      return reject(new SipCheckError(isNoHttp(cause) ? "wrong_protocol" : "websocket_refused", { cause }));
    });
  }).catch((cause: unknown) => {
    stop();
    throw cause;
  });
  webSocket.on("message", (data: Buffer) => {
    const text = data.toString();
    if (text.trim() !== "") inbox.deliver(text);
  });
  webSocket.on("close", () => inbox.fail(new SipCheckError("no_answer")));
  return {
    protocol: url.protocol === "wss:" ? "WSS" : "WS",
    local: `${randomBytes(8).toString("hex")}.invalid`,
    inbox,
    send: (text) => webSocket.send(text),
    close: stop,
  };
}

/** Errors of Node's HTTP parser: what came was no HTTP. */
function isNoHttp(cause: Error): boolean {
  return "code" in cause && typeof cause.code === "string" && cause.code.startsWith("HPE_");
}
