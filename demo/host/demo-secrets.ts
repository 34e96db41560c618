import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Secrets of one demo folder; made at the first start and kept beside the data they protect. */
export interface DemoSecrets {
  readonly hostKey: string;
  readonly tokenKey: string;
  readonly cookieKey: string;
  /** 32 bytes in base64. */
  readonly sealKey: string;
  readonly sipSecret: string;
}

const FILE = "demo-secrets.json";

function fresh(): DemoSecrets {
  const secret = () => randomBytes(32).toString("base64");
  return { hostKey: secret(), tokenKey: secret(), cookieKey: secret(), sealKey: secret(), sipSecret: secret() };
}

/**
 * Reads the secrets of a data folder or makes them, readable by the owner alone.
 * @throws Error when NODE_ENV is `production`: secrets that lie beside the data protect nothing there.
 */
export async function demoSecrets(folder: string): Promise<DemoSecrets> {
  if (process.env["NODE_ENV"] === "production") {
    throw new Error(
      "The demo makes its own secrets and does not run with NODE_ENV=production. Mount @crewdock/server in your own host instead.",
    );
  }
  const file = join(folder, FILE);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return JSON.parse(await readFile(file, "utf8")) as DemoSecrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const secrets = fresh();
  await writeFile(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  await chmod(file, 0o600);
  return secrets;
}
