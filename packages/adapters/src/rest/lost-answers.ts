import type { CrewError } from "@crewdock/contract";
import type { WireRequest } from "./wire.ts";

/** So many changes with an unknown end are remembered. */
const most = 100;

/** What a refused change turned out to be. */
export type Verdict =
  /** It has been made, by the try whose answer was lost; the record as it stands now, undefined where it is gone. */
  | { readonly kind: "done"; readonly stored: unknown }
  /** All that can be seen of it has been made, and a secret cannot be seen: to be sent once more, over this version. */
  | { readonly kind: "again"; readonly version: string };

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
  judge(request: WireRequest, { code, current }: CrewError): Verdict | null {
    if (!this.has(request)) return null;
    if (request.method === "DELETE")
      return code === "not_found" || code === "gone" ? { kind: "done", stored: undefined } : null;
    if (code !== "conflict" || !isRecord(current) || !isRecord(request.json)) return null;
    const likeness = { secrets: false };
    // what the record does not show was there to find it, or is a secret
    const stands = Object.entries(request.json).every(
      ([name, asked]) => (name !== "password" && !(name in current)) || isAsAsked(asked, current[name], name, likeness),
    );
    if (!stands) return null;
    if (!likeness.secrets) return { kind: "done", stored: current };
    return typeof current["version"] === "string" && /^[!#-~]+$/.test(current["version"])
      ? { kind: "again", version: current["version"] }
      : null;
  }
}

/** Whether the `items` of an answer are those that were sent, in any order; they may have members of their own besides. */
export function areAsAsked(asked: unknown, stored: unknown): boolean {
  const items = isRecord(stored) ? stored["items"] : undefined;
  if (!Array.isArray(asked) || !Array.isArray(items) || asked.length !== items.length) return false;
  const one = (sent: object, item: Readonly<Record<string, unknown>>): boolean =>
    Object.entries(sent).every(([name, value]) => isAsAsked(value, item[name], name, { secrets: false }));
  return asked.every((sent) => isRecord(sent) && items.some((item) => isRecord(item) && one(sent, item)));
}

function keyOf({ method, path, headers }: WireRequest): string {
  return `${method} ${path} ${headers["If-Match"] ?? ""}`;
}

/** Whether a stored value is what was asked for; a secret is never shown, so it is only noted that there was one. */
function isAsAsked(asked: unknown, stored: unknown, name: string, likeness: { secrets: boolean }): boolean {
  if (isNothing(asked)) return isNothing(stored);
  if (name === "password" && stored === undefined) return (likeness.secrets = true);
  if (Array.isArray(asked)) {
    return (
      Array.isArray(stored) &&
      stored.length === asked.length &&
      asked.every((one) => stored.some((other) => isAsAsked(one, other, "", likeness)))
    );
  }
  if (!isRecord(asked)) return Object.is(asked, stored);
  if (!isRecord(stored)) return false;
  // a stored record has members of its own beside those that are sent; in a map one more is a change of somebody else
  const names = new Set([...Object.keys(asked), ...("id" in asked ? [] : Object.keys(stored))]);
  return [...names].every((key) => isAsAsked(asked[key], stored[key], key, likeness));
}

/** What an empty field is sent as, and what it is stored as. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
