import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page, User } from "@crewdock/contract";
import type { Db } from "../store/db.ts";
import { onBothDatabases } from "../testing/on-both-databases.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

const PEOPLE = 7_000;

/** Texts that more than a thousand have: evenly spread, more or less often, and only at the end of the alphabet. */
const SEARCHES = {
  even: (n: number): boolean => n % 3 === 0,
  tail: (n: number): boolean => n > PEOPLE - 1_500,
  sparse: (n: number): boolean => n % 5 === 0,
} as const;

/** Makes people who are called `p` and a number of four digits and have the texts in their search column. */
async function fill(db: Db): Promise<void> {
  await db.query(
    `insert into users (tenant_id, id, state, last_name, first_name, sort_name, email, email_key, login, login_key,
       time_zone, department_id, search, created_at, updated_at)
     select 'main', 'u-' || md5(key), 'active', key, 'x', key, key || '@x.example', key || '@x.example', key, key,
       'Europe/Warsaw', 'd-sales',
       key || case when n % 3 = 0 then ' #even' else '' end || case when n > ${PEOPLE - 1_500} then ' #tail' else '' end
         || case when n % 5 = 0 then ' #sparse' else '' end, now(), now()
     from (select n, 'p' || lpad(n::text, 4, '0') as key from generate_series(1, ${PEOPLE}) n) numbered`,
  );
  await db.query("analyze users");
}

function frequentSearchTests(open: () => Promise<Db>): void {
  let crew: TestServer;
  before(async () => {
    crew = await startTestServer({ db: await open() });
    await fill(crew.server.db);
  });
  after(() => crew[Symbol.asyncDispose]());

  const page = async (query: Readonly<Record<string, string>>): Promise<Page<User>> => {
    const { admin } = crew.company.demoPeople;
    const answer = await crew.ask<Page<User>>(admin, `GET /v1/users?${new URLSearchParams(query).toString()}`);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  };

  for (const [text, has] of Object.entries(SEARCHES)) {
    for (const direction of ["asc", "desc"] as const) {
      test(`the pages of a search for "${text}", ${direction}, hold everybody who has it, in order, there and back`, async () => {
        const expected = Array.from({ length: PEOPLE }, (_, index) => index + 1).filter(has);
        if (direction === "desc") expected.reverse();
        const query = { q: `#${text}`, limit: "200", sort: JSON.stringify({ field: "name", direction }) };
        const found: string[] = [];
        const cursors: (string | undefined)[] = [undefined];
        for (let cursor: string | null | undefined; cursor !== null; cursors.push(cursor ?? undefined)) {
          const { items, nextCursor, total } = await page({ ...query, ...(cursor ? { cursor } : {}) });
          assert.deepEqual(total, { value: 1_000, relation: "gte" });
          found.push(...items.map(({ login }) => login));
          cursor = nextCursor;
        }
        const logins = expected.map((n) => `p${String(n).padStart(4, "0")}`);
        assert.deepEqual(found, logins);
        const third = await page({ ...query, cursor: cursors[2] ?? assert.fail("fewer than three pages") });
        const back = await page({ ...query, cursor: third.previousCursor ?? assert.fail("no way back") });
        assert.deepEqual(
          back.items.map(({ login }) => login),
          logins.slice(200, 400),
        );
      });
    }
  }
}

onBothDatabases(frequentSearchTests);
