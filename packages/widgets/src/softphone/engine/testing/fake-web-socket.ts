const channel = new MessageChannel();
const tasks: (() => void)[] = [];
channel.port1.addEventListener("message", () => tasks.shift()?.());
channel.port1.start();

/** Runs in a task of its own, in order, as network events do; unlike a timer it is not slowed in a hidden page. */
export function soon(task: () => void): void {
  tasks.push(task);
  channel.port2.postMessage(undefined);
}

/** The browser's end of a socket whose other end is a function; just enough of WebSocket for the SIP transport. */
export class FakeWebSocket extends EventTarget {
  readonly url: string;
  readonly protocol: string;
  readyState = 0;
  #toServer: (text: string) => void;
  #onClose: () => void;

  constructor(url: string, protocol: string, toServer: (text: string) => void, onClose: () => void) {
    super();
    this.url = url;
    this.protocol = protocol;
    this.#toServer = toServer;
    this.#onClose = onClose;
  }

  send(text: string): void {
    if (this.readyState === 1) queueMicrotask(() => this.#toServer(text));
  }

  /** What was sent before is still delivered, as with a real socket. */
  close(): void {
    if (this.readyState < 2) this.readyState = 2;
    soon(() => this.fail());
  }

  /** The connection breaks or is closed by either side. */
  fail(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#onClose();
    soon(() => this.dispatchEvent(new CloseEvent("close", { code: 1006 })));
  }

  open(): void {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  deliver(text: string): void {
    soon(() => {
      if (this.readyState === 1) this.dispatchEvent(new MessageEvent("message", { data: text }));
    });
  }
}
