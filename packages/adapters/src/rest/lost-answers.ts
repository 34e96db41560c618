import type { CrewError } from "@crewdock/contract";
import type { WireRequest } from "./wire.ts";

/** So many changes with an unknown end are remembered. */
const most = 100;

/** A refused change has been made, by the try whose answer was lost. */
export interface Done {
  /** The record as it stands now; undefined where it is gone. */
  readonly stored: unknown;
}

/**
 * Remembers changes whose answer was lost. When such a change is refused later, because the version has moved on or the
 * record is gone, it is compared with what stands stored: a person must not be told that somebody else has changed what
 * they have changed themselves. Holds paths and versions, nothing of what was sent.
 */
export class LostAnswers {
  readonly #open = new Set<string>();

  add(request: WireRequest): void {
    if (request.method === "GET" || request.method === "POST") return; // nothing to lose, or an idempotency key
    this.#open.add(keyOf(request));
    for (const oldest of this.#open) {
      if (this.#open.size <= most) break;
      this.#open.delete(oldest);
    }
  }

  forget(request: WireRequest): void {
    this.#open.delete(keyOf(request));
  }

  has(request: WireRequest): boolean {
    return this.#open.has(keyOf(request));
  }

  /** Null where the refusal stands as it is. */
  judge(request: WireRequest, { code, current }: CrewError): Done | null {
    if (!this.has(request)) return null;
    if (request.method === "DELETE") {
      const isRemoved = code === "gone" || (code === "not_found" && request.missingIsRemoved);
      return isRemoved ? { stored: undefined } : null;
    }
    if (code !== "conflict" || !isRecord(current) || !isRecord(request.json)) return null;
    // what the record does not show was there to find it; but for a secret, of which nobody knows whose stands now
    const stands = Object.entries(request.json).every(
      ([name, asked]) => (name !== "password" && !(name in current)) || isAsAsked(asked, current[name]),
    );
    return stands ? { stored: current } : null;
  }
}

/** Whether the `items` of an answer are those that were sent, in any order; they may have members of their own besides. */
export function areAsAsked(asked: unknown, stored: unknown): boolean {
  const items = isRecord(stored) ? stored["items"] : undefined;
  if (!Array.isArray(asked) || !Array.isArray(items) || asked.length !== items.length) return false;
  const one = (sent: object, item: Readonly<Record<string, unknown>>): boolean =>
    Object.entries(sent).every(([name, value]) => isAsAsked(value, item[name]));
  return asked.every((sent) => isRecord(sent) && items.some((item) => isRecord(item) && one(sent, item)));
}

function keyOf({ method, path, headers }: WireRequest): string {
  return `${method} ${path} ${headers["If-Match"] ?? ""}`;
}

/** Whether a stored value is what was asked for. A secret that was sent is never shown, so it never is. */
function isAsAsked(asked: unknown, stored: unknown): boolean {
  if (isNothing(asked)) return isNothing(stored);
  if (Array.isArray(asked)) {
    return (
      Array.isArray(stored) &&
      stored.length === asked.length &&
      asked.every((one) => stored.some((other) => isAsAsked(one, other)))
    );
  }
  if (!isRecord(asked)) return Object.is(asked, stored);
  if (!isRecord(stored)) return false;
  // a stored record has members of its own beside those that are sent; in a map one more is a change of somebody else
  const names = new Set([...Object.keys(asked), ...("id" in asked ? [] : Object.keys(stored))]);
  return [...names].every((key) => isAsAsked(asked[key], stored[key]));
}

/** What an empty field is sent as, and what it is stored as. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
