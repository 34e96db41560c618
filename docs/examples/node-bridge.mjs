// What serveAdapter returns, (request: Request) => Promise<Response>, behind plain node:http.
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export const serverOf = (handle) => createServer((incoming, outgoing) => void pass(handle, incoming, outgoing));

async function pass(handle, incoming, outgoing) {
  const left = new AbortController(); // live streams end with the connection
  outgoing.once("close", () => left.abort());
  const { method, url, headers } = incoming;
  const body = method === "GET" || method === "HEAD" ? null : Readable.toWeb(incoming);
  try {
    const init = { method, headers, body, duplex: "half", signal: left.signal };
    const answer = await handle(new Request(`http://localhost${url}`, init));
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).flushHeaders();
    await pipeline(Readable.fromWeb(answer.body ?? new Blob([]).stream()), outgoing);
  } catch {
    outgoing.destroy(); // the caller has left, or sent no HTTP that can be read
  }
}
