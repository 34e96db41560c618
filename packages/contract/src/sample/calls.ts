import type { CallRecord, CallResult } from "../calls/call-record.ts";
import type { Contact } from "../directory/directory.ts";
import { displayName } from "../users/person.ts";
import type { User } from "../users/user.ts";
import { pick, seededRandom } from "./random.ts";

const count = 80;
const twoWeeks = 14 * 86_400_000;

const results: Readonly<Record<CallRecord["direction"], readonly CallResult[]>> = {
  incoming: ["answered", "answered", "answered", "missed", "declined"],
  outgoing: ["answered", "answered", "answered", "no_answer", "busy", "cancelled"],
};

/** What some people wrote down, each in their own words. */
const notes: readonly (readonly [outcome: string, note: string | null])[] = [
  ["agreed", "Отправить договор до пятницы."],
  ["call_back", "Oddzwonić w środę po 14:00."],
  ["information", null],
  ["agreed", "Confirmou a entrega para o dia 12."],
  ["not_interested", "Has a supplier until the end of the year."],
  ["call_back", null],
];

/** Every fifth conversation was recorded; what is heard is a tone of a few seconds. */
function recordingOf(n: number, result: CallResult): CallRecord["recording"] {
  return result === "answered" && n % 5 === 1 ? { mediaType: "audio/wav", seconds: 2 + (n % 3) } : null;
}

/** Every other conversation with a customer was written down. */
function notesOf(n: number, result: CallResult): Pick<CallRecord, "version" | "note" | "outcome"> {
  const [outcome, note] = (result === "answered" && n % 8 !== 7 && n % 2 === 0 && notes[(n / 2) % notes.length]) || [];
  return { version: "1", note: note ?? null, outcome: outcome ?? null };
}

/** 80 calls of the last two weeks, the newest first: most with customers, every eighth between colleagues. */
export function sampleCalls(users: readonly User[], contacts: readonly Contact[], now: Date): readonly CallRecord[] {
  const random = seededRandom(37);
  const callers = users.filter(({ state }) => state === "active");
  const customers = contacts.filter(({ id }) => id !== "c-000");
  return Array.from({ length: count }, (_, n): CallRecord => {
    const user = pick(random, callers);
    const direction = random() < 0.45 ? "incoming" : "outgoing";
    const result = pick(random, results[direction]);
    const started = now.getTime() - Math.floor(((n + random()) / count) * twoWeeks) - 600_000;
    const rang = Math.floor(3 + random() * 20) * 1000;
    const talked = Math.floor(15 + random() * 540) * 1000;
    const answered = result === "answered" ? started + rang : null;
    const colleague = pick(
      random,
      callers.filter(({ id }) => id !== user.id),
    );
    const customer = pick(random, customers);
    const inside = n % 8 === 7;
    return {
      id: `call-${String(count - n).padStart(3, "0")}`,
      userId: user.id,
      direction,
      number: inside ? (colleague.sipAccount?.login ?? "") : (customer.phones[0] ?? ""),
      name: inside ? displayName(colleague.name) : customer.name,
      contactId: inside ? null : customer.id,
      startedAt: new Date(started).toISOString(),
      answeredAt: answered === null ? null : new Date(answered).toISOString(),
      endedAt: new Date(answered === null ? started + rang : answered + talked).toISOString(),
      result,
      ...notesOf(n, result),
      recording: recordingOf(n, result),
    };
  });
}
