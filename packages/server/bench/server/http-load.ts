import { connect, type Socket } from "node:net";

/** What one burst of requests came to. */
export interface Burst {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds of each request. */
  readonly times: readonly number[];
}

export interface Load {
  readonly port: number;
  /** Paths to ask for in turns. */
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly requests: number;
}

/**
 * Asks over keep-alive connections, one request after the other on each. Reads no more of an answer than its status and
 * its Content-Length, so that the asking takes as little of the machine as possible.
 * @throws Error for an answer that is not 200 or has no Content-Length
 */
export async function load(options: Load): Promise<Burst> {
  const times: number[] = [];
  let sent = 0;
  const next = (): string | undefined =>
    sent < options.requests ? options.paths[sent++ % options.paths.length] : undefined;
  const started = performance.now();
  await Promise.all(Array.from({ length: options.connections }, () => askAlong(options, next, times)));
  return { requests: times.length, seconds: (performance.now() - started) / 1000, times };
}

async function askAlong({ port, headers }: Load, next: () => string | undefined, times: number[]): Promise<void> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const lines = Object.entries({ Host: `127.0.0.1:${port}`, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  try {
    for (let path = next(); path !== undefined; path = next()) {
      const started = performance.now();
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
      await answer(socket, path);
      times.push(performance.now() - started);
    }
  } finally {
    socket.destroy();
  }
}

function answer(socket: Socket, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let head = "";
    let left = -1;
    const end = (error?: Error): void => {
      socket.off("data", onData).off("error", end).off("close", onClose);
      if (error) reject(error);
      else resolve();
    };
    const onClose = (): void => end(new Error("the connection was closed"));
    const onData = (part: Buffer): void => {
      if (left < 0) {
        head += part.toString("latin1");
        const body = head.indexOf("\r\n\r\n");
        if (body < 0) return;
        const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
        if (!head.startsWith("HTTP/1.1 200") || length === undefined)
          return end(new Error(`${path} was answered ${head.slice(0, 500)}`));
        left = Number(length) - (head.length - body - 4);
      } else left -= part.length;
      if (left <= 0) end();
    };
    socket.on("data", onData).once("error", end).once("close", onClose);
  });
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
