import assert from "node:assert/strict";
import { test } from "node:test";
import { type CompiledRights, rightsOf } from "@crewdock/contract";
import type { Queries } from "../store/db.ts";
import { RightsCache } from "./rights-cache.ts";

const before = new Date("2026-03-01T12:00:00.000Z");
const end = new Date("2026-03-01T12:01:00.000Z");
const user = { id: "u", state: "active", departmentId: "d", positionId: null, groupIds: [] } as const;

/** A company in which one person may do something until the end, and how often it was read. */
function company(): { readonly db: Queries; readings(): number } {
  let readings = 0;
  const rows = (sql: string): readonly object[] => {
    if (sql.includes("from departments")) return [{ id: "d", parentId: null }];
    if (sql.includes("from roles")) return [{ id: "r", name: "R", grants: { "call.view": "any" } }];
    if (!sql.includes("from assignments")) return [];
    readings++;
    return [{ role_id: "r", subject_type: "user", subject_id: "u", until_at: end }];
  };
  const query = async <Row extends object>(sql: string): Promise<Row[]> => rows(sql) as Row[];
  return { db: { query }, readings: () => readings };
}

const may = (rights: CompiledRights): boolean => rightsOf(rights, user).can("call.view");
const asked = (at: Date): { tenant: string; version: number; at: Date } => ({ tenant: "main", version: 1, at });

for (const way of ["get", "within"] as const)
  test(`a right that has ended is gone from what was kept, when asked by ${way}`, async () => {
    const { db, readings } = company();
    const cache = new RightsCache({});
    assert.equal(may(await cache.get(db, asked(before))), true);
    assert.equal(may(await cache[way](db, asked(new Date(end.getTime() - 1)))), true);
    assert.equal(may(await cache[way](db, asked(end))), false);
    assert.equal(readings(), 1);
    const now = await cache.get(db, asked(end));
    assert.deepEqual(now.views, [now], "what is over is not kept");
  });

test("rights that a change has left are kept for the next, unless newer ones are there", async () => {
  const { db, readings } = company();
  const cache = new RightsCache({});
  const old = await cache.get(db, asked(before));
  cache.keep("main", 2, old);
  assert.equal(await cache.within(db, { ...asked(before), version: 2 }), old);
  assert.equal(readings(), 1);
  cache.keep("main", 1, await new RightsCache({}).get(db, asked(end)));
  assert.equal(await cache.get(db, { ...asked(before), version: 2 }), old);
});
