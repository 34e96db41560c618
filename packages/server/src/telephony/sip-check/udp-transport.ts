import { createSocket } from "node:dgram";
import { failureOf } from "./failures.ts";
import { Inbox } from "./inbox.ts";
import { hostPort, type SipTransport, type Target } from "./transport.ts";

/** A UDP socket that is connected, so that it hears only its server, and hears at once that a port is closed. */
export async function openUdp(target: Target, signal: AbortSignal): Promise<SipTransport> {
  const socket = createSocket(target.family === 6 ? "udp6" : "udp4");
  const inbox = new Inbox();
  let open = true;
  const close = (): void => {
    if (open) socket.close();
    open = false;
  };
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      socket.once("error", reject);
      socket.connect(target.port, target.address, resolve);
    });
  } catch (cause) {
    close();
    throw cause;
  }
  socket.on("message", (data) => {
    const text = data.toString();
    if (text.trim() !== "") inbox.deliver(text);
  });
  socket.on("error", (cause) => inbox.fail(failureOf(cause, "no_answer")));
  const { address, port } = socket.address();
  return {
    protocol: "UDP",
    local: hostPort(address, port),
    inbox,
    send: (text) => {
      if (!open) return;
      socket.send(text, (cause) => {
        if (cause !== null) inbox.fail(failureOf(cause, "no_answer"));
      });
    },
    close,
  };
}
