import { connect, type Socket } from "node:net";
import type { User } from "@crewdock/contract";
import { processorClock, startChild } from "./child.ts";
import { median, percentile } from "./http-load.ts";

const READERS = 1_000;
const EVENTS = 50;

/** Milliseconds from sending a change to its event at each of the readers, and from the change's answer. */
export interface FanOut {
  readonly readers: number;
  readonly events: number;
  readonly fromRequest: { readonly p50: number; readonly p95: number };
  readonly fromAnswer: { readonly p50: number; readonly p95: number };
  /** Milliseconds of processor that the server spends on a change and telling all readers of it. */
  readonly processor: number;
}

/** Opens a thousand streams on one instance, then changes somebody fifty times, each time when all have heard. */
export async function fanOut(url: string, token: string): Promise<FanOut> {
  await using server = await startChild("ours.ts", url);
  const headers = { Authorization: `Bearer ${token}` };
  const api = `http://127.0.0.1:${server.port}/crewdock/v1`;
  const readers: Reader[] = [];
  try {
    for (let i = 0; i < READERS; i += 50)
      readers.push(...(await Promise.all(Array.from({ length: 50 }, () => openReader(server.port, headers)))));
    let spent = await processorClock([server.pid]);
    const fromRequest: number[] = [];
    const fromAnswer: number[] = [];
    const path = `${api}/users/u-1`;
    let user = (await (await fetch(path, { headers })).json()) as User;
    for (let event = -5; event < EVENTS; event++) {
      const told = readers.map((reader) => reader.next());
      const asked = performance.now();
      const response = await fetch(path, {
        method: "PATCH",
        headers: { ...headers, "Content-Type": "application/json", "If-Match": `"${user.version}"` },
        body: JSON.stringify({ serviceNumber: String(event) }),
      });
      if (!response.ok) throw new Error(`the change was answered ${response.status}`);
      const answered = performance.now();
      user = (await response.json()) as User;
      const times = await Promise.all(told);
      if (event < 0) {
        spent = await processorClock([server.pid]); // it only warms up
        continue;
      }
      fromRequest.push(...times.map((time) => time - asked));
      fromAnswer.push(...times.map((time) => Math.max(0, time - answered)));
    }
    const spread = (values: readonly number[]): FanOut["fromRequest"] => ({
      p50: Math.round(10 * median(values)) / 10,
      p95: Math.round(10 * percentile(values, 0.95)) / 10,
    });
    const processor = (await spent()) / EVENTS;
    return {
      processor,
      readers: READERS,
      events: EVENTS,
      fromRequest: spread(fromRequest),
      fromAnswer: spread(fromAnswer),
    };
  } finally {
    for (const reader of readers) reader.socket.destroy();
  }
}

interface Reader {
  readonly socket: Socket;
  /** When the next event arrives, by the clock of performance.now(). */
  next(): Promise<number>;
}

/** @returns when the stream is open */
function openReader(port: number, headers: Readonly<Record<string, string>>): Promise<Reader> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const lines = Object.entries({ Host: "127.0.0.1", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    let heard: ((at: number) => void) | undefined;
    const reader: Reader = { socket, next: () => new Promise((told) => (heard = told)) };
    socket.once("error", reject).on("data", (part: Buffer) => {
      const text = part.toString("latin1");
      if (text.includes(": ready")) resolve(reader);
      if (text.includes("\ndata: ")) heard?.(performance.now());
    });
    socket.write(`GET /crewdock/v1/events HTTP/1.1\r\n${lines.join("")}\r\n`);
  });
}
