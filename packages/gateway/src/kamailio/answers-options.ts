import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";

const REPEAT_MS = 40;

/**
 * Resolves when the SIP server on a loopback UDP port answers OPTIONS, which is repeated until then.
 *
 * @throws the signal's reason
 */
export async function answersOptions(port: number, signal: AbortSignal): Promise<void> {
  const socket = createSocket("udp4");
  const answered = Promise.withResolvers<void>();
  const onAbort = (): void => answered.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  socket.on("message", () => answered.resolve());
  // a port that is not open yet answers with ICMP; that is what the repetition is for
  socket.on("error", () => undefined);
  const ask = (): void => socket.send(optionsRequest(port, socket.address().port), port, "127.0.0.1");
  socket.bind(0, "127.0.0.1", ask);
  const timer = setInterval(ask, REPEAT_MS);
  try {
    await answered.promise;
  } finally {
    clearInterval(timer);
    signal.removeEventListener("abort", onAbort);
    socket.close();
  }
}

function optionsRequest(port: number, own: number): string {
  const token = randomBytes(8).toString("hex");
  return [
    `OPTIONS sip:127.0.0.1:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${own};branch=z9hG4bK${token};rport`,
    "Max-Forwards: 5",
    `From: <sip:ready@127.0.0.1>;tag=${token}`,
    `To: <sip:127.0.0.1:${port}>`,
    `Call-ID: ${token}`,
    "CSeq: 1 OPTIONS",
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");
}
