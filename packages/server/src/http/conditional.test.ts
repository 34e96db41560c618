import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { User } from "@crewdock/contract";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let manager: string;

before(async () => {
  crew = await startTestServer({ origins: ["https://crm.example"] });
  ({ admin, manager } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

async function get(
  userId: string,
  path: string,
  etag?: string,
): Promise<{ status: number; etag: string; text: string }> {
  const response = await crew.raw(`GET /v1${path}`, {
    headers: {
      Authorization: `Bearer ${await crew.token(userId)}`,
      ...(etag === undefined ? {} : { "If-None-Match": etag }),
    },
  });
  return { status: response.status, etag: response.headers.get("etag") ?? "", text: await response.text() };
}

test("one record, the organisation and the catalogue are told only when they are others", async () => {
  for (const path of ["/session", `/users/${manager}`, "/organisation", "/catalogue", "/roles/r-manager"]) {
    const first = await get(admin, path);
    assert.equal(first.status, 200, path);
    assert.match(first.etag, /^W\/"[\w-]{22}"$/, path);
    const again = await get(admin, path, first.etag);
    assert.deepEqual([again.status, again.text, again.etag], [304, "", first.etag], path);
    const several = await get(admin, path, `"other", ${first.etag.replace("W/", "")}`);
    assert.equal(several.status, 304, path);
    assert.equal((await get(admin, path, 'W/"other"')).text, first.text, path);
  }
});

test("a record that has changed is told anew", async () => {
  const first = await get(admin, `/users/${manager}`);
  const { version } = JSON.parse(first.text) as User;
  const changed = await crew.ask(admin, `PATCH /v1/users/${manager}`, {
    body: { serviceNumber: "C-1" },
    headers: { "If-Match": `"${version}"` },
  });
  assert.equal(changed.status, 200);
  const next = await get(admin, `/users/${manager}`, first.etag);
  assert.equal(next.status, 200);
  assert.equal((JSON.parse(next.text) as User).serviceNumber, "C-1");
});

test("what may not be seen is refused, whatever the caller claims to have", async () => {
  const { etag } = await get(admin, "/roles/r-manager");
  assert.equal((await get(manager, "/roles/r-manager", etag)).status, 403);
});

test("pages of lists and what has happened since are always told", async () => {
  for (const path of ["/users", "/events/changes"]) assert.equal((await get(admin, path)).etag, "", path);
});

test("a tag of a record is not taken for its version", async () => {
  const { etag } = await get(admin, `/users/${manager}`);
  const answer = await crew.ask(admin, `PATCH /v1/users/${manager}`, { body: {}, headers: { "If-Match": etag } });
  assert.equal(answer.status, 422);
});
