import { errorCodes, type ErrorCode } from "@crewdock/contract";
import { requestLine, versionHeader } from "../../src/testing/asked.ts";
import { once } from "../../src/testing/inputs.ts";
import type { Documented } from "./documented.ts";
import { type Expectation, expectedOutcome, placesOf, type RoleId, ROLES } from "./expectations.ts";
import type { Outcome, Place } from "./places.ts";
import type { Ask, Question } from "./requests/question.ts";
import type { World } from "./world.ts";

/** What the rows of an operation are checked with. */
export interface Bench {
  readonly world: World;
  /** A print of all that is stored, see `dataPrinter`. */
  readonly print: () => Promise<string>;
  /** Waits until the server has done what it does after an answer. */
  readonly settled: () => Promise<void>;
}

interface Row {
  readonly role: RoleId;
  readonly question: Question;
  readonly expected: Outcome;
  /** For the report: who asks what about whom. */
  readonly told: string;
}

/** Asks an operation as each role about somebody at each place. @returns the rows, and what is wrong with them */
export async function checkOperation(
  bench: Bench,
  operation: Documented,
  expectation: Expectation,
  ask: Ask,
): Promise<{ readonly rows: number; readonly faults: readonly string[] }> {
  const faults: string[] = [];
  let count = 0;
  for (const place of placesOf(expectation)) {
    const rows = await prepared(bench, operation, expectation, { ask, place });
    faults.push(...(await checkRows(bench, operation, rows)));
    count += rows.length;
  }
  return { rows: count, faults };
}

/** The rows of a place: who is refused leaves the thing to the next one, unless it is their own; others get a new one each. */
async function prepared(
  { world, settled }: Bench,
  { name, method, path }: Documented,
  expectation: Expectation,
  { ask, place }: { readonly ask: Ask; readonly place: Place },
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let shared: Question | undefined;
  for (const role of ROLES) {
    const expected = expectedOutcome(expectation, role, place);
    const isShared = expected !== "done" && (place !== "self" || expectation.who === "role");
    const question: Question = (isShared ? shared : undefined) ?? (await ask(world, world.target(role, place)));
    if (isShared) shared = question;
    rows.push({ role, question, expected, told: `${role} asks ${name} (${method} ${path}) about ${place}` });
  }
  await settled();
  return rows;
}

/** First those who change nothing, as they are refused or only read; then each who changes something. */
async function checkRows(
  { world, print, settled }: Bench,
  operation: Documented,
  rows: readonly Row[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  /** @returns whether the outcome is the expected one; what another one has changed goes without saying */
  const check = async ({ role, question, expected, told }: Row): Promise<boolean> => {
    const outcome = await outcomeOf(world, operation, question, role);
    if (outcome !== expected) faults.push(`${told}: ${outcome} in place of ${expected}`);
    return outcome === expected;
  };
  const changes = ({ expected, question: { changes = operation.method !== "GET" } }: Row): boolean =>
    changes && expected === "done";
  const still = rows.filter((row) => !changes(row));
  let before = await print();
  for (const row of still) await check(row);
  let now = await print();
  if (now !== before && faults.length === 0)
    faults.push(`something has changed, though it should not, by one of: ${still.map(({ told }) => told).join("; ")}`);
  for (const row of rows.filter(changes)) {
    before = now;
    const isExpected = await check(row);
    await settled();
    now = await print();
    if (now === before && isExpected) faults.push(`${row.told}: nothing has changed`);
  }
  return faults;
}

/** The token is good for this one operation. */
async function outcomeOf(
  { crew, actor }: World,
  operation: Documented,
  question: Question,
  role: RoleId,
): Promise<Outcome> {
  const { body, read = parsed, means = () => "done" as const } = question;
  const response = await crew.raw(requestLine(operation, question), {
    method: operation.method,
    headers: {
      Authorization: `Bearer ${await crew.token(actor(role), [operation.name])}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...versionHeader(question),
      ...(operation.repeatable ? once() : {}),
      ...question.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.status === operation.success) return means((await read(response)) as never);
  const { code } = (await response.json()) as { readonly code: ErrorCode };
  if (errorCodes[code].status !== response.status) throw new Error(`${operation.name}: ${code} as ${response.status}`);
  return code;
}

async function parsed(response: Response): Promise<unknown> {
  const text = await response.text();
  return response.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : text;
}
