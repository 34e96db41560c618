import { domainToASCII } from "node:url";
import * as z from "zod/mini";
import type { RequestRate } from "../limits/request-limiter.ts";
import { parseAllowRule } from "../net/allow-rule.ts";
import { clientAddressBehind } from "../net/client-address.ts";

/** A value of the environment, read from its text. */
export type ValueSchema<T> = z.ZodMiniType<T, string>;

/** Thrown by a reader that can say what is wrong more closely; the message follows the variable in a sentence. */
export class ValueProblem extends Error {
  override readonly name = "ValueProblem";
}

/**
 * Reads a value from text.
 * @param expected what the value has to be, to follow its name in a sentence; the text itself is never shown
 * @param read gives undefined, or throws a RangeError or a ValueProblem, for what is not that
 */
export function value<T>(expected: string, read: (text: string) => T | undefined): ValueSchema<T> {
  return z.pipe(
    z.string(),
    z.transform((text, context) => {
      let message = expected;
      try {
        const found = tried(() => read(text));
        if (found !== undefined) return found;
      } catch (error) {
        if (!(error instanceof ValueProblem)) throw error;
        message = error.message;
      }
      context.issues.push({ code: "custom", message, input: text });
      return z.NEVER;
    }),
  );
}

function tried<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export function whole(min: number, max: number): ValueSchema<number> {
  return value(`has to be a whole number from ${min} to ${max}`, (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : undefined;
    return number !== undefined && number >= min && number <= max ? number : undefined;
  });
}

export function oneOf<const T extends string>(...words: readonly T[]): ValueSchema<T> {
  return value(`has to be one of ${words.join(", ")}`, (text) => words.find((word) => word === text));
}

export function line(max: number): ValueSchema<string> {
  return value(`has to be one line of at most ${max} characters`, (text) =>
    text.length <= max && !/[\r\n]/.test(text) ? text : undefined,
  );
}

/** A secret of at least `min` characters that can stand in a header. */
export function secret(min: number): ValueSchema<string> {
  return value(`has to be at least ${min} characters out of letters, digits and . ~ + / = _ -`, (text) =>
    text.length >= min && /^[\w.~+/=-]+$/.test(text) ? text : undefined,
  );
}

export function url(expected: string, ...protocols: readonly string[]): ValueSchema<string> {
  return value(expected, (text) => {
    const parsed = URL.parse(text);
    return parsed && protocols.includes(parsed.protocol) && parsed.hostname !== "" ? text : undefined;
  });
}

/** Entries between commas. */
export function list(expected: string, isGood: (entry: string) => boolean): ValueSchema<readonly string[]> {
  return value(expected, (text) => {
    const entries = text.split(",").map((entry) => entry.trim());
    return entries.every((entry) => entry !== "" && isGood(entry)) ? entries : undefined;
  });
}

export const origins: ValueSchema<readonly string[]> = list(
  "has to be a list of origins between commas, such as https://crm.example,https://app.crm.example",
  (entry) => /^https?:/.test(entry) && URL.parse(entry)?.origin === entry,
);

export const proxies: ValueSchema<readonly string[]> = list(
  "has to be a list of addresses and CIDR blocks between commas, such as 10.0.0.0/8,::1",
  (entry) => tried(() => clientAddressBehind([entry])) !== undefined,
);

export const allowRules: ValueSchema<readonly string[]> = list(
  "has to be a list of hosts, addresses and CIDR blocks between commas, each with a port or without, such as mail.lan:143,10.1.0.0/16",
  (entry) => tried(() => parseAllowRule(entry)) !== undefined,
);

/** Secrets that can stand in a header, each long enough. */
export const hostKeys: ValueSchema<readonly string[]> = list(
  "has to be at least 32 characters out of letters, digits and . ~ + / = _ -, or two of those between commas",
  (entry) => entry.length >= 32 && /^[\w.~+/=-]+$/.test(entry),
);

export const iceUrls: ValueSchema<readonly string[]> = list(
  "has to be a list of stun:, turn: or turns: addresses between commas, such as turn:turn.example:3478",
  (entry) => /^(?:stuns?|turns?):[^\s,]+$/.test(entry),
);

export const hostName: ValueSchema<string> = value("has to be a host name, such as sip.example", (text) => {
  const name = domainToASCII(text).toLowerCase();
  return /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name) ? name : undefined;
});

/** The public address, with the path that everything lies below. */
export const publicUrl: ValueSchema<URL> = value(
  "has to be an http or https address with a path and nothing behind it, such as https://crm.example/crewdock",
  (text) => {
    const parsed = URL.parse(text);
    const plain =
      parsed && parsed.search === "" && parsed.hash === "" && parsed.username === "" && parsed.password === "";
    return plain && /^https?:$/.test(parsed.protocol) && /^(?:\/[\w.~-]+)+$/.test(parsed.pathname) ? parsed : undefined;
  },
);

/** `requests a second/requests at once`, or `off`; null stands for the latter. */
export const rate: ValueSchema<RequestRate | null> = value(
  "has to be requests a second and at once, such as 100/3000, or off",
  (text) => {
    if (text === "off") return null;
    const [, perSecond, burst] = /^(\d{1,6}(?:\.\d{1,3})?)\/(\d{1,7})$/.exec(text) ?? [];
    const found = { perSecond: Number(perSecond), burst: Number(burst) };
    return found.perSecond > 0 && found.burst >= 1 ? found : undefined;
  },
);

/** A number of things at once, or `off`; null stands for the latter. */
export const most: ValueSchema<number | null> = value("has to be a whole number from 1 to 100000, or off", (text) => {
  if (text === "off") return null;
  return /^[1-9]\d{0,5}$/.test(text) && Number(text) <= 100_000 ? Number(text) : undefined;
});

/** Keys by id, the one in use first: `id:key,id:key`. */
export function keyRing<T extends string | Uint8Array>(
  expected: string,
  read: (key: string) => T | undefined,
): ValueSchema<Readonly<Record<string, T>>> {
  return value(expected, (text) => {
    const keys = new Map<string, T>();
    for (const entry of text.split(",")) {
      const [, id, written] = /^\s*([A-Za-z_][\w-]{0,31}):(\S+)\s*$/.exec(entry) ?? [];
      const key = written === undefined ? undefined : read(written);
      if (id === undefined || key === undefined || keys.has(id)) return undefined;
      keys.set(id, key);
    }
    return Object.fromEntries(keys);
  });
}

/** 32 bytes in base64 or base64url. */
export function bytes32(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, "base64");
  return /^[\w+/-]{43}=?$/.test(text) && bytes.byteLength === 32 ? bytes : undefined;
}
