import type { User } from "@crewdock/contract";
import type { TestServer } from "../../src/testing/test-server.ts";

const EDITORS = 8;

/** What became of edits that raced. */
export interface Race {
  readonly attempted: number;
  readonly stored: number;
  /** Answered with 412: somebody was faster. */
  readonly refused: number;
  /** Answered with 200, and not in the end's sum. */
  readonly lost: number;
  /** Attempts, each a reading and an edit, and edits that were stored, by the second. */
  readonly perSecond: { readonly attempted: number; readonly stored: number };
}

/**
 * Several administrators each read a number of the same person, add one and write it with the version they have read, over
 * and over: the number in the end has to be how many were told that theirs was stored.
 * @throws Error for any answer but 200 and 412
 */
export async function raceEdits(instances: readonly TestServer[], attempts: number): Promise<Race> {
  const [first] = instances;
  if (!first) throw new RangeError("no instance");
  const { admin, manager } = first.company.demoPeople;
  const path = `/v1/users/${manager}`;
  const read = async (crew: TestServer): Promise<User> => (await crew.ask<User>(admin, `GET ${path}`)).body;
  const write = async (crew: TestServer, { version }: User, value: number): Promise<boolean> => {
    const headers = { "If-Match": `"${version}"` };
    const { status } = await crew.ask(admin, `PATCH ${path}`, { body: { serviceNumber: String(value) }, headers });
    if (status !== 200 && status !== 412) throw new Error(`an edit was answered ${status}`);
    return status === 200;
  };
  await write(first, await read(first), 0);
  const started = performance.now();
  let attempted = 0;
  let stored = 0;
  const edit = async (crew: TestServer): Promise<void> => {
    while (attempted++ < attempts) {
      const user = await read(crew);
      if (await write(crew, user, Number(user.serviceNumber) + 1)) stored++;
    }
  };
  await Promise.all(Array.from({ length: EDITORS }, (_, index) => edit(instances[index % instances.length] ?? first)));
  const seconds = (performance.now() - started) / 1000;
  const sum = Number((await read(first)).serviceNumber);
  const perSecond = { attempted: attempts / seconds, stored: stored / seconds };
  return { attempted: attempts, stored, refused: attempts - stored, lost: stored - sum, perSecond };
}
