import assert from "node:assert/strict";
import { test } from "node:test";
import { isCrewError, type Session } from "@crewdock/contract";
import { createCrewServer } from "../server.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { type CompanyStart, setUpCompany } from "./set-up-company.ts";

const start: CompanyStart = {
  organisation: {
    departments: [{ id: "d-all", version: "1", name: "Company", parentId: null, headId: null }],
    positions: [{ id: "p-manager", version: "1", name: "Manager", departmentId: "d-all", defaultRoleId: "r-manager" }],
    groups: [],
  },
  administrator: {
    name: { last: "Nowak", first: "Ewa", patronymic: null },
    email: "ewa@crm.example",
    login: "ewa.nowak",
    password: "three teapots on a roof",
    timeZone: "Europe/Warsaw",
    departmentId: "d-all",
  },
};

test("an empty database gets an administrator who may do all, once", async () => {
  const db = await openMemoryDb();
  const server = await createCrewServer({
    db,
    hostKey: "h".repeat(32),
    tokenKeys: { k1: "t".repeat(32) },
    sealKeys: { k1: new Uint8Array(32).fill(7) },
  });
  try {
    const weak = { ...start, administrator: { ...start.administrator, password: "Nowak2026!!!" } };
    await assert.rejects(setUpCompany(server, weak), (error) => isCrewError(error) && error.code === "validation");
    const ids = await Promise.all([setUpCompany(server, start), setUpCompany(server, start)]);
    const [userId, ...others] = ids.filter((id) => id !== null);
    assert.ok(userId);
    assert.deepEqual(others, []);
    assert.equal(await setUpCompany(server, start), null);
    const { token } = await server.mintToken({ userId, origin: "https://crm.example", ttlSeconds: 60 });
    const answer = await server.fetch(
      new Request("https://crm.example/crewdock/v1/session", { headers: { authorization: `Bearer ${token}` } }),
    );
    const session = (await answer.json()) as Session;
    assert.equal(session.grants["role.manage"], "any");
    assert.equal(session.grants["user.manage"], "any");
  } finally {
    await server.close();
    await db.close();
  }
});
