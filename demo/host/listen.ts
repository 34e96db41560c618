import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** How many ports after the wished one are tried. */
const TRIES = 20;

/**
 * Binds a server to loopback at the wished port or the next free one.
 * @returns the port that was taken; 0 as wish takes any.
 */
export async function listenNear(server: Server, wished: number): Promise<number> {
  for (let port = wished; ; port++) {
    try {
      return await listen(server, port);
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (!taken || port - wished >= TRIES) throw error;
    }
  }
}

function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const onError = (error: Error) => reject(error);
  server.once("error", onError);
  server.listen(port, "127.0.0.1", () => {
    server.off("error", onError);
    resolve((server.address() as AddressInfo).port);
  });
  return promise;
}
