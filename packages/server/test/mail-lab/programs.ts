import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { createServer } from "node:net";
import { promisify } from "node:util";

export const run: (
  file: string,
  args: readonly string[],
  options?: { readonly cwd?: string },
) => Promise<{ readonly stdout: string }> = promisify(execFile) as never;

const places = [
  "/usr/sbin",
  "/usr/local/sbin",
  "/sbin",
  "/usr/bin",
  "/usr/local/bin",
  "/opt/homebrew/sbin",
  "/opt/homebrew/bin",
];

/** Where a program is installed, or null. */
export async function findProgram(name: string): Promise<string | null> {
  for (const place of places) {
    const path = `${place}/${name}`;
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      continue; // not here
    }
  }
  return null;
}

/** As many free loopback ports, all held until the last has been found so that none comes twice. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
