import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuditRecord, Page } from "@crewdock/contract";
import { openMemoryDb } from "../testing/memory-db.ts";
import { tamperedDb } from "../testing/tampered-db.ts";
import { startTestServer } from "../testing/test-server.ts";

test("a page whose list grows or shrinks between the counting and the reading has a total that fits it", async () => {
  let missed = 0;
  const inner = await openMemoryDb();
  const db = tamperedDb(inner, {
    async query<Row extends object>(...statement: Parameters<typeof inner.query>): Promise<readonly Row[]> {
      const rows = await inner.query<Row & { readonly count?: number }>(...statement);
      if (!/^select count.*from audit_records/s.test(statement[0])) return rows;
      return rows.map((row) => ({ ...row, count: (row.count ?? 0) - missed }));
    },
  });
  await using crew = await startTestServer({ db });
  const { admin } = crew.company.demoPeople;
  for (const last of ["a", "b"]) {
    const { version } = (await crew.ask<{ version: string }>(admin, "GET /v1/roles/r-manager")).body;
    const headers = { "If-Match": `"${version}"` };
    assert.equal(
      (await crew.ask(admin, "PATCH /v1/roles/r-manager", { body: { description: last }, headers })).status,
      200,
    );
  }
  const list = async (limit: number): Promise<readonly number[]> => {
    const { body } = await crew.ask<Page<AuditRecord>>(admin, `GET /v1/audit?recordId=r-manager&limit=${limit}`);
    return [body.items.length, body.total.value];
  };
  assert.deepEqual(
    [await list(50), await list(1)],
    [
      [2, 2],
      [1, 2],
    ],
  );
  for (missed of [1, 2])
    assert.deepEqual(
      [await list(50), await list(1)],
      [
        [2, 2],
        [1, 2],
      ],
    );
  missed = -1;
  assert.deepEqual(await list(50), [2, 2]);
});
