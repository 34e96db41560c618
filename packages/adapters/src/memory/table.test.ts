import assert from "node:assert/strict";
import { test } from "node:test";
import { LaidTable, type Table } from "./table.ts";

interface Numbered {
  readonly id: string;
  readonly n: number;
}

const same = (table: Table<Numbered>, model: ReadonlyMap<string, Numbered>): void => {
  assert.equal(table.size, model.size);
  const byId = (rows: Iterable<Numbered>): readonly Numbered[] => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  assert.deepEqual(byId(table.values()), byId(model.values()));
  assert.deepEqual([...table.keys()].sort(), [...model.keys()].sort());
  assert.deepEqual(new Map(table), new Map([...table.values()].map((row) => [row.id, row])));
};

test("a laid table reads as a copy would, through thousands of changes, and those before it stay as they were", () => {
  let table: Table<Numbered> = new Map(
    Array.from({ length: 300 }, (_, n) => [`r${String(n)}`, { id: `r${String(n)}`, n }]),
  );
  const model = new Map(table);
  for (let round = 0; round < 400; round++) {
    const former = table;
    const before = new Map(model);
    const laid = new LaidTable(former);
    for (let step = 0; step < 5; step++) {
      const id = `r${String((round * 37 + step * 101) % 420)}`;
      if ((round + step) % 3 === 0) {
        laid.drop(id);
        model.delete(id);
      } else {
        laid.put({ id, n: round });
        model.set(id, { id, n: round });
      }
      assert.deepEqual([laid.has(id), laid.get(id)], [model.has(id), model.get(id)]);
    }
    if (round % 20 === 0) {
      same(laid, model);
      same(former, before);
    }
    table = laid;
  }
  same(table, model);
});
