import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { Slots } from "../limits/slots.ts";

/** Costs of Argon2id: at least what OWASP's Password Storage Cheat Sheet asks for. Memory in KiB. */
interface Costs {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

const COSTS: Costs = { memory: 19_456, passes: 2, parallelism: 1 };
const derive = promisify(argon2);

/** Two a core run at once: each takes 19 MiB, and more of them would only queue inside. The line is some seconds long. */
const slots = new Slots(2 * availableParallelism(), 200);

function hashBytes(password: string, nonce: Uint8Array, { memory, passes, parallelism }: Costs): Promise<Buffer> {
  const message = password.normalize("NFC"); // the same letter typed on two keyboards may differ in its code points
  return slots.run(() => derive("argon2id", { message, nonce, memory, passes, parallelism, tagLength: 32 }));
}

/** Argon2id in the PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await hashBytes(password, nonce, COSTS);
  const { memory, passes, parallelism } = COSTS;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(hash)}`;
}

/** Stands in for the hash of a login that does not exist, so that it takes as long to refuse. */
const NOBODY = { nonce: randomBytes(16), hash: randomBytes(32) };

/** Whether `password` belongs to `stored`; null (nobody, or no password yet) takes as long and is never right. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = stored === null ? undefined : parse(stored);
  const { nonce, hash } = parts ?? NOBODY;
  const made = await hashBytes(password, nonce, parts?.costs ?? COSTS);
  return timingSafeEqual(made, hash) && parts !== undefined;
}

/** Whether a stored hash was made with other costs than those of today and should be made anew at the next log-in. */
export function isOutdatedHash(stored: string): boolean {
  const costs = parse(stored)?.costs;
  return costs?.memory !== COSTS.memory || costs.passes !== COSTS.passes || costs.parallelism !== COSTS.parallelism;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]{43})$/;

function parse(stored: string): { costs: Costs; nonce: Buffer; hash: Buffer } | undefined {
  const [, memory, passes, parallelism, nonce, hash] = PHC.exec(stored) ?? [];
  if (nonce === undefined || hash === undefined) return undefined;
  return {
    costs: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    nonce: Buffer.from(nonce, "base64"),
    hash: Buffer.from(hash, "base64"),
  };
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replaceAll("=", "");
}
