import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { assertOrderedIds } from "./key-ring.ts";

/** What a sealed value belongs to. It cannot be opened as the value of another tenant, record or field. */
export interface SealContext {
  readonly tenant: string;
  readonly record: string;
  readonly field: string;
}

/** Keys by id, 32 bytes each. The first seals, all of them open: put a new key in front to rotate. */
export type SealKeys = Readonly<Record<string, Uint8Array>>;

/** Seals secrets for storage with AES-256-GCM. */
export interface Sealer {
  seal(secret: string, context: SealContext): string;
  /** @throws SealError when the key is unknown, or the value was changed or belongs elsewhere */
  open(sealed: string, context: SealContext): string;
  /** Whether the value was sealed with another key than the present first one. */
  isStale(sealed: string): boolean;
}

/** A sealed value cannot be opened. Says nothing of its content. */
export class SealError extends Error {
  override readonly name = "SealError";
}

/** @throws RangeError when there is no key, a key is not 32 bytes long, or an id has a character other than letters, digits, `_` and `-` */
export function createSealer(keys: SealKeys): Sealer {
  assertOrderedIds("sealKeys", keys);
  const [first] = Object.keys(keys);
  const firstKey = first === undefined ? undefined : keys[first];
  if (first === undefined || firstKey === undefined) throw new RangeError("sealKeys is empty");
  for (const [id, key] of Object.entries(keys)) {
    if (!/^[\w-]{1,32}$/.test(id)) throw new RangeError("the id of a seal key may have letters, digits, _ and - only");
    if (key.byteLength !== 32) throw new RangeError(`seal key ${id} is not 32 bytes long`);
  }
  return {
    seal(secret, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", firstKey, nonce);
      cipher.setAAD(associatedData(first, context));
      const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return ["v1", first, Buffer.concat([nonce, text, cipher.getAuthTag()]).toString("base64url")].join(".");
    },
    open(sealed, context) {
      const [form, id, data] = sealed.split(".");
      const key = id === undefined ? undefined : keys[id];
      if (form !== "v1" || id === undefined || data === undefined || !key) throw new SealError("unknown form or key");
      const bytes = Buffer.from(data, "base64url");
      if (bytes.length < 28) throw new SealError("too short");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), { authTagLength: 16 });
      decipher.setAAD(associatedData(id, context));
      decipher.setAuthTag(bytes.subarray(-16));
      try {
        return decipher.update(bytes.subarray(12, -16), undefined, "utf8") + decipher.final("utf8");
      } catch (error) {
        throw new SealError("not authentic", { cause: error });
      }
    },
    isStale: (sealed) => sealed.split(".")[1] !== first,
  };
}

function associatedData(keyId: string, { tenant, record, field }: SealContext): Buffer {
  return Buffer.from(JSON.stringify([keyId, tenant, record, field]));
}
