import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { PhoneCredentials, User } from "@crewdock/contract";
import { readEvents } from "../testing/event-reader.ts";
import { once, userInput } from "../testing/inputs.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;

before(async () => {
  crew = await startTestServer();
  ({ admin } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

async function hire(login: string, members: Parameters<typeof userInput>[1] = {}): Promise<User> {
  const body = userInput(login, { roleIds: ["r-manager"], ...members });
  return (await crew.ask<User>(admin, "POST /v1/users", { body, headers: once() })).body;
}

async function session(token: string): Promise<number> {
  return (await crew.raw("GET /v1/session", { headers: { Authorization: `Bearer ${token}` } })).status;
}

test("logging somebody out everywhere ends tokens, streams and the phone's credentials, and new ones count at once", async () => {
  const account = { ...crew.company.freeSipAccounts[0]!, password: "planted-sip-password" };
  const { id } = await hire("logged.out", { sipAccount: account });
  const credentials = async (): Promise<number> => {
    const path = "POST /v1/phone/credentials";
    const { body } = await crew.ask<PhoneCredentials>(id, path, { body: { use: "call" } });
    return Date.parse(body.expiresAt);
  };
  const [token, expiresAt, page] = [await crew.token(id), await credentials(), await readEvents(crew, id)];
  const ended = new Promise<string>((resolve) => crew.server.onPhoneEnded(resolve));
  assert.ok(await crew.server.sipHa1(account.login, { expiresAt }));
  const answer = await crew.ask(admin, `POST /v1/users/${id}/sessions/end`, { body: {} });
  assert.equal(answer.status, 204);
  await page.ended();
  assert.equal(await ended, account.login);
  assert.equal(await session(token), 401);
  assert.equal(await crew.server.sipHa1(account.login, { expiresAt }), undefined);
  assert.equal(await session(await crew.token(id)), 200);
  assert.ok(await crew.server.sipHa1(account.login, { expiresAt: await credentials() }));
});

test("everybody may log themselves out everywhere, others only whom they manage", async () => {
  const [one, other] = [await hire("one.out"), await hire("other.out")];
  const token = await crew.token(one.id);
  assert.equal((await crew.ask(one.id, `POST /v1/users/${one.id}/sessions/end`, { body: {} })).status, 204);
  assert.equal(await session(token), 401);
  assert.equal((await crew.ask(one.id, `POST /v1/users/${other.id}/sessions/end`, { body: {} })).status, 404);
  const head = crew.company.demoPeople.head;
  assert.equal((await crew.ask(head, `POST /v1/users/${other.id}/sessions/end`, { body: {} })).status, 204);
  const boss = await hire("boss.out", { roleIds: ["r-admin"] });
  assert.equal((await crew.ask(head, `POST /v1/users/${boss.id}/sessions/end`, { body: {} })).status, 403);
});

test("somebody who was blocked has no session left when they may log in again", async () => {
  const { id, version } = await hire("blocked.out");
  const token = await crew.token(id);
  const state = async (state: string, version: string): Promise<string> => {
    const headers = { "If-Match": `"${version}"` };
    return (await crew.ask<User>(admin, `PUT /v1/users/${id}/state`, { body: { state }, headers })).body.version;
  };
  await state("active", await state("blocked", version));
  assert.equal(await session(token), 401);
  assert.equal(await session(await crew.token(id)), 200);
});
