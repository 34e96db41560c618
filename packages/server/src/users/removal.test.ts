import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CallRecord, Organisation, OwnedRecords, Page, Session, SipAccount, User } from "@crewdock/contract";
import { readEvents } from "../testing/event-reader.ts";
import { callInput, mailInput, once, userInput } from "../testing/inputs.ts";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let head: string;
/** What the host's tables hold, by owner. */
const deals = new Map<string, number>();

before(async () => {
  crew = await startTestServer({
    records: {
      count: async (userId): Promise<readonly OwnedRecords[]> => [
        { kind: "deal", label: null, count: deals.get(userId) ?? 0 },
      ],
      async *transfer() {},
    },
  });
  ({ admin, head } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

interface Problem {
  readonly code: string;
}

async function hire(login: string, members: Parameters<typeof userInput>[1] = {}): Promise<User> {
  const answer = await crew.ask<User>(admin, "POST /v1/users", { body: userInput(login, members), headers: once() });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

async function remove(id: string, actor = admin, version?: string): Promise<Answer<Problem | null>> {
  const { body: user } = await crew.ask<User>(admin, `GET /v1/users/${id}`);
  const headers = { "If-Match": `"${version ?? user.version}"` };
  return crew.ask(actor, `DELETE /v1/users/${id}`, { headers });
}

const code = ({ body }: Answer<Problem | null>): string | undefined => body?.code;

test("the session says that deleting is for good and how many go in one call", async () => {
  const { body } = await crew.ask<Session>(admin, "GET /v1/session");
  assert.deepEqual([body.capabilities.removal, body.capabilities.limits.bulk], ["hard", 200]);
  assert.deepEqual(body.capabilities.methods["users.remove"], { supported: true });
});

test("a deleted person is gone, and e-mail, login and extension are free again", async () => {
  const account = { ...crew.company.freeSipAccounts[0]!, password: "planted-sip-password" };
  const members = { sipAccount: account, mailAccounts: [mailInput()], groupIds: ["g-crm"], roleIds: ["r-manager"] };
  const user = await hire("leaver", members);
  const token = await crew.token(user.id);
  const known = await crew.server.sipHa1(account.login);
  const ended = new Promise<string>((resolve) => crew.server.onPhoneEnded(resolve));
  const pages = await Promise.all([readEvents(crew, admin), readEvents(crew, user.id)]);
  assert.equal((await remove(user.id)).status, 204);

  await pages[0].until(({ type, id }) => type === "user.removed" && id === user.id);
  await pages[1].ended();
  assert.equal(await ended, account.login);
  assert.deepEqual(
    [
      (await crew.raw("GET /v1/session", { headers: { Authorization: `Bearer ${token}` } })).status,
      (await crew.ask(admin, `GET /v1/users/${user.id}`)).status,
      (await crew.ask(head, `GET /v1/users/${user.id}`)).status,
      (await crew.ask(crew.company.demoPeople.manager, `GET /v1/users/${user.id}`)).status,
    ],
    [401, 410, 410, 403],
  );
  await assert.rejects(crew.token(user.id), { code: "not_found" });
  for (const method of ["DELETE", "PATCH"])
    assert.equal(
      (await crew.ask(admin, `${method} /v1/users/${user.id}`, { body: {}, headers: { "If-Match": '"1"' } })).status,
      410,
    );
  const { body: free } = await crew.ask<{ items: SipAccount[] }>(admin, "GET /v1/sip-accounts/free");
  assert.equal(free.items.find(({ id }) => id === account.id)?.checkedAt, null);
  assert.notEqual(await crew.server.sipHa1(account.login), known, "the password that the person may still know");

  const again = await hire("leaver", { ...members, sipAccount: { ...account, password: null } });
  assert.notEqual(again.id, user.id);
  const { db } = crew.server;
  const audit = await db.query(
    "select action, before->>'login' as login, after from audit_records where record_id = $1 order by seq desc limit 1",
    [user.id],
  );
  assert.deepEqual(audit, [{ action: "user.remove", login: "leaver", after: null }]);
  for (const table of ["mail_accounts", "user_group_members", "invitations"])
    assert.deepEqual(await db.query(`select 1 from ${table} where user_id = $1`, [user.id]), [], table);
  assert.deepEqual(await db.query("select 1 from assignments where subject_id = $1", [user.id]), []);
  for (const page of pages) await page.close();
});

test("calls of a deleted person stay with the department", async () => {
  const user = await hire("caller.leaver", { roleIds: ["r-manager"] });
  await crew.ask(user.id, "PUT /v1/calls/call-of-a-leaver", { body: callInput() });
  assert.equal((await remove(user.id)).status, 204);
  const seen = async (actor: string): Promise<readonly string[]> =>
    (await crew.ask<Page<CallRecord>>(actor, `GET /v1/calls?userId=${user.id}`)).body.items.map(({ id }) => id);
  assert.deepEqual(await seen(admin), ["call-of-a-leaver"]);
  assert.deepEqual(await seen(head), ["call-of-a-leaver"], "the head of the person's department");
  const other = crew.company.organisation.departments.find(({ id }) => id === "d-support")?.headId ?? "";
  assert.deepEqual(await seen(other), []);
});

test("nobody is deleted who owns records, here or with the host, or heads a department", async () => {
  const owner = crew.company.contacts.find(({ ownerId }) => ownerId !== null && ownerId !== admin)?.ownerId ?? "";
  assert.equal(code(await remove(owner)), "in_use", "contacts");
  const dealer = await hire("dealer");
  deals.set(dealer.id, 3);
  assert.equal(code(await remove(dealer.id)), "in_use", "deals");
  deals.delete(dealer.id);
  const { body: organisation } = await crew.ask<Organisation>(admin, "GET /v1/organisation");
  const { version } = organisation.departments.find(({ id }) => id === "d-key-accounts")!;
  const lead = await crew.ask(admin, "PATCH /v1/organisation/departments/d-key-accounts", {
    body: { headId: dealer.id },
    headers: { "If-Match": `"${version}"` },
  });
  assert.equal(lead.status, 200);
  assert.equal(code(await remove(dealer.id)), "in_use", "head of a department");
});

test("nobody deletes themselves, an administrator stays, and an old version or a lacking right is refused", async () => {
  assert.ok(["last_admin", "lockout_prevented"].includes(code(await remove(admin)) ?? ""));
  const second = await hire("second.admin", { roleIds: ["r-admin"] });
  assert.equal(code(await remove(second.id, second.id)), "lockout_prevented");
  assert.equal((await remove(second.id, head)).status, 403, "wider rights than one's own");
  const elsewhere = await hire("elsewhere", { departmentId: "d-support" });
  assert.equal((await remove(elsewhere.id, head)).status, 404);
  const user = await hire("versioned");
  assert.equal((await remove(user.id, admin, "99")).status, 412);
  assert.equal((await remove(user.id, head)).status, 204);
});
