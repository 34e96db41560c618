import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isCrewError, type PhoneCredentials, type User } from "@crewdock/contract";
import { openPostgres } from "../store/postgres.ts";
import { readEvents } from "../testing/event-reader.ts";
import { ORIGIN, startTestServer, type TestServer } from "../testing/test-server.ts";
import { onPostgres } from "../testing/own-postgres.ts";

const SECOND_MS = 1000;

onPostgres("two instances on one PostgreSQL", (postgres) => {
  let first: TestServer;
  let second: TestServer;

  before(async () => {
    first = await startTestServer({ db: await openPostgres({ url: postgres().url }) });
    second = await startTestServer({ db: await openPostgres({ url: postgres().url }) });
  });
  after(async () => {
    await first[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
  });

  async function setState(id: string, state: "active" | "blocked"): Promise<void> {
    const { admin } = first.company.demoPeople;
    const { body: user } = await first.ask<User>(admin, `GET /v1/users/${id}`);
    const headers = { "If-Match": `"${user.version}"` };
    const answer = await first.ask(admin, `PUT /v1/users/${id}/state`, { body: { state }, headers });
    assert.equal(answer.status, 200);
  }

  test("whoever is blocked at one is refused everywhere at the other within a second", async () => {
    const { manager } = second.company.demoPeople;
    const authorization = `Bearer ${await second.token(manager)}`;
    const ask = async (request: string, body?: object): Promise<number> => {
      const headers = { Authorization: authorization, "Content-Type": "application/json" };
      const response = await second.raw(request, { headers, ...(body ? { body: JSON.stringify(body) } : {}) });
      await response.body?.cancel();
      return response.status;
    };
    const { body: phone } = await second.ask<PhoneCredentials>(manager, "POST /v1/phone/credentials", {
      body: { use: "call" },
    });
    const login = phone.aor.slice("sip:".length, phone.aor.indexOf("@"));
    const credentials = { expiresAt: Date.parse(phone.expiresAt) };
    assert.ok(await second.server.sipHa1(login, credentials));
    assert.equal(await ask("GET /v1/session"), 200);
    const stream = await readEvents(second, manager);

    await setState(manager, "blocked");
    const blocked = performance.now();

    assert.equal(await ask("GET /v1/session"), 403);
    assert.equal(await ask("GET /v1/events"), 403);
    assert.equal(await ask("POST /v1/phone/credentials", { use: "receive" }), 403);
    assert.equal(await ask("PUT /v1/calls/call-1", {}), 403);
    assert.equal(await second.server.sipHa1(login, credentials), undefined);
    await assert.rejects(
      second.server.mintToken({ userId: manager, origin: ORIGIN, ttlSeconds: 60 }),
      (error) => isCrewError(error) && error.code === "forbidden",
    );
    await stream.ended();
    assert.ok(performance.now() - blocked < SECOND_MS, `took ${performance.now() - blocked} ms`);
    assert.ok(await second.server.sipHa1(login), "a device with the account's own password goes on");

    await setState(manager, "active");
    const back = await second.raw("GET /v1/session", {
      headers: { Authorization: `Bearer ${await second.token(manager)}` },
    });
    assert.equal(back.status, 200);
  });
});
