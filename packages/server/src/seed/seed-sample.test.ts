import assert from "node:assert/strict";
import { test } from "node:test";
import { createCrewServer } from "../server.ts";
import { allExpectations } from "../rights/expectation-rows.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { HOST_KEY } from "../testing/test-server.ts";
import { seedSample } from "./seed-sample.ts";

test("the sample brings its sentences where they are asked for, in its language", async () => {
  const db = await openMemoryDb();
  const server = await createCrewServer({
    db,
    hostKey: HOST_KEY,
    tokenKeys: { t1: "token-key-of-the-tests-0123456789abcdef" },
    sealKeys: { k1: new Uint8Array(32).fill(7) },
  });
  try {
    const { company, seeded } = await seedSample(server, { language: "pl", expectations: true });
    assert.ok(seeded && company.expectations.length > 2);
    const { expectations } = await allExpectations(db, server.services.tenant);
    assert.deepEqual(expectations, company.expectations);
  } finally {
    await server.close();
    await db.close();
  }
});
