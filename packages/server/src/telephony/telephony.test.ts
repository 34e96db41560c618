import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import type {
  CallRecord,
  CallRecordInput,
  Caller,
  Colleague,
  Contact,
  Page,
  PhoneCredentials,
  Role,
  SipAccount,
  SipCheckReport,
  User,
} from "@crewdock/contract";
import type { SipCheckTarget } from "../options.ts";
import { once, userInput } from "../testing/inputs.ts";
import { type Answer, SIP_SECRET, startTestServer, type TestServer } from "../testing/test-server.ts";
import { ephemeralPassword } from "./ephemeral-credentials.ts";

let crew: TestServer;
let admin: string;
let head: string;
let manager: string;
const checked: SipCheckTarget[] = [];

before(async () => {
  crew = await startTestServer({
    recordUrl: (kind, id) => (kind === "contact" ? `#contact/${id}` : null),
    checkSipAccount: async (target): Promise<SipCheckReport> => {
      checked.push(target);
      return { ok: true, stages: [], failure: null, ms: 1 };
    },
  });
  ({ admin, head, manager } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

async function created(login: string, members: Parameters<typeof userInput>[1]): Promise<User> {
  const { body } = await crew.ask<User>(admin, "POST /v1/users", { body: userInput(login, members), headers: once() });
  return body;
}

async function patched<Body = User>(id: string, body: object): Promise<Answer<Body>> {
  const { body: user } = await crew.ask<User>(admin, `GET /v1/users/${id}`);
  return crew.ask<Body>(admin, `PATCH /v1/users/${id}`, { body, headers: { "If-Match": `"${user.version}"` } });
}

function newSip(login: string): object {
  return {
    id: null,
    login,
    password: "planted-sip-password",
    domain: "Crewdock.test",
    port: 5060,
    transport: "ws",
    webSocketUrl: null,
  };
}

test("phone credentials are short-lived and prove themselves by the shared secret", async () => {
  const { body } = await crew.ask<PhoneCredentials>(manager, "POST /v1/phone/credentials", { body: { use: "call" } });
  const user = crew.company.users.find(({ id }) => id === manager)!;
  assert.equal(body.aor, `sip:${user.sipAccount?.login}@crewdock.test`);
  assert.match(body.username, new RegExp(`^\\d+:${user.sipAccount?.login}:call$`));
  assert.equal(body.password, ephemeralPassword(SIP_SECRET, body.username));
  assert.equal(new Date(body.expiresAt).getTime(), Number(body.username.split(":")[0]) * 1000);
});

test("without the right to call there are credentials to receive only", async () => {
  const { body: role } = await crew.ask<Role>(admin, "POST /v1/roles", {
    body: { name: "Listener", description: null, grants: {} },
    headers: once(),
  });
  const [free] = crew.company.freeSipAccounts;
  const listener = await created("listener", { roleIds: [role.id], sipAccount: { ...free!, password: null } });
  const ask = (use: string): Promise<Answer> => crew.ask(listener.id, "POST /v1/phone/credentials", { body: { use } });
  assert.equal((await ask("call")).status, 403);
  const receive = (await ask("receive")) as Answer<PhoneCredentials>;
  assert.equal(receive.status, 200);
  assert.equal(receive.body.placeCalls, "none");
});

test("without a SIP account there are no credentials", async () => {
  const user = await created("phoneless", { roleIds: ["r-manager"] });
  assert.equal((await crew.ask(user.id, "POST /v1/phone/credentials", { body: { use: "receive" } })).status, 404);
});

test("an account with a provider gets no credentials of the company's extension, and speaks for nobody at its registrar", async () => {
  const foreign = { ...newSip("1001"), domain: "sip.provider.example" };
  const user = await created("provider.sip", { roleIds: ["r-manager"], sipAccount: foreign as never });
  const answer = await crew.ask<Problem>(user.id, "POST /v1/phone/credentials", { body: { use: "call" } });
  assert.deepEqual([answer.status, answer.body.code], [404, "not_found"]);
  const lone = { ...newSip("4010"), domain: "sip.provider.example" };
  await created("provider.lone", { roleIds: ["r-manager"], sipAccount: lone as never });
  assert.equal(await crew.server.mayPlaceCall("4010"), false);
});

test("a SIP account is made, changed only with its password, and detached", async () => {
  const user = await created("own.sip", {});
  const made = await patched(user.id, { sipAccount: newSip("4001") });
  assert.equal(made.body.sipAccount?.domain, "crewdock.test");
  const account = made.body.sipAccount!;
  const kept = await patched(user.id, { sipAccount: { ...account, password: null } });
  assert.equal(kept.status, 200);
  const moved = await patched<Problem>(user.id, {
    sipAccount: { ...account, domain: "sip.thief.example", password: null },
  });
  assert.deepEqual(moved.body.errors, [{ pointer: "/sipAccount/password", code: "required" }]);
  assert.equal((await patched(user.id, { sipAccount: null })).body.sipAccount, null);
  const { body } = await crew.ask<{ items: SipAccount[] }>(admin, "GET /v1/sip-accounts/free");
  assert.ok(body.items.some(({ id }) => id === account.id));
  const taken = await crew.ask<Problem>(admin, "POST /v1/users", {
    body: userInput("same.sip", { sipAccount: newSip("4001") as never }),
    headers: once(),
  });
  assert.deepEqual(taken.body.errors, [{ pointer: "/sipAccount/login", code: "duplicate" }]);
});

test("a check uses the stored password for its own server only, and a passed one is remembered", async () => {
  const user = await created("checked.sip", {});
  const { body } = await patched(user.id, { sipAccount: newSip("4002") });
  const account = { ...body.sipAccount!, password: null };
  const check = (input: object): Promise<Answer<Problem>> =>
    crew.ask(admin, "POST /v1/sip-accounts/check", { body: input });
  assert.equal((await check(account)).status, 200);
  assert.equal(checked.at(-1)?.password, "planted-sip-password");
  const count = checked.length;
  const stolen = await check({ ...account, domain: "sip.thief.example" });
  assert.deepEqual(stolen.body.errors, [{ pointer: "/password", code: "required" }]);
  assert.equal(checked.length, count);
  assert.ok((await crew.ask<User>(admin, `GET /v1/users/${user.id}`)).body.sipAccount?.checkedAt);
  await check(newSip("4003"));
  const proven = await created("proven.sip", { sipAccount: newSip("4003") as never });
  assert.ok(proven.sipAccount?.checkedAt);
});

test("a registrar gets the digest hash, and none of somebody deactivated", async () => {
  const user = await created("digest.sip", { sipAccount: newSip("4004") as never });
  const expected = createHash("md5").update("4004:crewdock.test:planted-sip-password").digest("hex");
  assert.equal(await crew.server.sipHa1("4004"), expected);
  await crew.ask(admin, `PUT /v1/users/${user.id}/state`, {
    body: { state: "deactivated" },
    headers: { "If-Match": `"${user.version}"` },
  });
  assert.equal(await crew.server.sipHa1("4004"), undefined);
  assert.equal(await crew.server.sipHa1("9999"), undefined);
});

test("whoever is deactivated loses the phone, whoever is blocked only the log-in", async () => {
  const told: string[] = [];
  let heard = (): void => {};
  const stop = crew.server.onPhoneEnded((login) => {
    if (login !== "4005") return; // what another test ended may be told only now
    told.push(login);
    heard();
  });
  const user = await created("ended.sip", { roleIds: ["r-manager"], sipAccount: newSip("4005") as never });
  const setState = async (state: string, { id, version }: User): Promise<User> => {
    const headers = { "If-Match": `"${version}"` };
    return (await crew.ask<User>(admin, `PUT /v1/users/${id}/state`, { body: { state }, headers })).body;
  };
  const blocked = await setState("blocked", user);
  assert.equal(await crew.server.mayPlaceCall("4005"), true);
  assert.ok(await crew.server.sipHa1("4005"));
  const ended = new Promise<void>((resolve) => (heard = resolve));
  await setState("deactivated", blocked);
  await ended;
  stop();
  assert.deepEqual(told, ["4005"]);
  assert.equal(await crew.server.mayPlaceCall("4005"), false);
});

const CALL: CallRecordInput = {
  direction: "outgoing",
  number: "+48221234567",
  name: null,
  contactId: "c-gone",
  startedAt: "2026-03-01T09:00:00.000Z",
  answeredAt: null,
  endedAt: null,
  result: "ongoing",
};
const ENDED: CallRecordInput = { ...CALL, endedAt: "2026-03-01T09:01:00.000Z", result: "no_answer" };

test("a call is saved under its id, and one that has ended is not reopened", async () => {
  const save = (body: CallRecordInput, userId = manager): Promise<Answer<CallRecord>> =>
    crew.ask<CallRecord>(userId, "PUT /v1/calls/call-a", { body });
  assert.equal((await save(CALL)).body.result, "ongoing");
  assert.equal((await save(ENDED)).body.result, "no_answer");
  assert.equal((await save(CALL)).body.result, "no_answer");
  assert.equal((await save(ENDED, admin)).status, 403);
  const { body } = await crew.ask<Page<CallRecord>>(manager, "GET /v1/calls?q=221234567");
  assert.deepEqual(
    body.items.map(({ id, contactId }) => [id, contactId]),
    [["call-a", null]],
  );
});

test("times of a call that cannot be are refused", async () => {
  const body = { ...ENDED, answeredAt: "2026-03-01T08:59:00.000Z" };
  const { body: problem } = await crew.ask<Problem>(manager, "PUT /v1/calls/call-b", { body });
  assert.deepEqual(problem.errors, [{ pointer: "/answeredAt", code: "too_small" }]);
});

test("times are compared as times, and a year that no database takes is refused", async () => {
  const save = (body: CallRecordInput): Promise<Answer<Problem>> =>
    crew.ask<Problem>(manager, "PUT /v1/calls/call-c", { body });
  const sameMoment = { ...ENDED, startedAt: "2026-03-01T09:00:00.000Z", endedAt: "2026-03-01T09:00:00Z" };
  assert.equal((await save(sameMoment)).status, 200);
  const early = { ...ENDED, startedAt: "2026-03-01T09:01:00Z", endedAt: "2026-03-01T09:00:59.999Z" };
  assert.deepEqual((await save(early)).body.errors, [{ pointer: "/endedAt", code: "too_small" }]);
  for (const startedAt of ["0000-01-01T00:00:00Z", "1899-12-31T23:59:59Z"]) {
    const { status, body } = await save({ ...ENDED, startedAt });
    assert.deepEqual([status, body.errors?.[0]?.pointer], [422, "/startedAt"], startedAt);
  }
});

test("a cursor that somebody changed is refused", async () => {
  const { body } = await crew.ask<Page<CallRecord>>(admin, "GET /v1/calls?limit=1");
  const [shape, , id] = JSON.parse(Buffer.from(body.nextCursor ?? "", "base64url").toString()) as string[];
  for (const key of ["yesterday-ish", "2026-13-01T00:00:00.000Z", "infinity", ""]) {
    const cursor = Buffer.from(JSON.stringify([shape, key, id])).toString("base64url");
    const answer = await crew.ask<Problem>(admin, `GET /v1/calls?limit=1&cursor=${cursor}`);
    assert.deepEqual([answer.status, answer.body.errors], [422, [{ pointer: "/cursor", code: "invalid_format" }]], key);
  }
});

test("the call list reaches as far as the scope: own, department, any", async () => {
  const total = async (userId: string, query = ""): Promise<Page<CallRecord>> =>
    (await crew.ask<Page<CallRecord>>(userId, `GET /v1/calls?limit=200${query}`)).body;
  const all = await total(admin);
  const department = await total(head);
  const own = await total(manager);
  assert.ok(all.items.length > department.items.length);
  assert.ok(own.items.every(({ userId }) => userId === manager));
  const stranger = all.items.find(({ userId }) => !department.items.some((call) => call.userId === userId));
  assert.equal((await total(head, `&userId=${stranger?.userId}`)).items.length, 0);
});

test("a number is recognised however it is written, and an extension is a colleague", async () => {
  const lookup = async (number: string, userId = admin): Promise<Caller | null> =>
    (await crew.ask<{ caller: Caller | null }>(userId, "POST /v1/directory/lookup", { body: { number } })).body.caller;
  const contact = crew.company.contacts.find(({ phones }) => (phones[0] ?? "").replace(/\D/g, "").length >= 11)!;
  const digits = contact.phones[0]!.replace(/\D/g, "");
  for (const number of [contact.phones[0]!, `00${digits}`, digits.slice(-10), `sip:+${digits}@gateway.example`]) {
    const caller = await lookup(number);
    assert.deepEqual([caller?.id, caller?.url], [contact.id, `#contact/${contact.id}`], number);
  }
  assert.equal((await lookup("sip:1001@crewdock.test", manager))?.kind, "user");
  assert.equal((await lookup("sip:1001@CREWDOCK.test:5060", manager))?.kind, "user");
  assert.notEqual((await lookup("sip:1001@gateway.example", manager))?.kind, "user");
  assert.notEqual(
    (await lookup("4010", manager))?.kind,
    "user",
    "a login with a provider is no extension of the house",
  );
  assert.equal(await lookup("12"), null);
  assert.equal(await lookup("' or 1=1 --"), null);
});

test("contacts reach as far as the scope, colleagues are for everybody", async () => {
  const contacts = async (userId: string): Promise<number> =>
    (await crew.ask<Page<Contact>>(userId, "GET /v1/contacts")).body.total.value;
  assert.equal(await contacts(admin), crew.company.contacts.length);
  assert.ok((await contacts(manager)) < crew.company.contacts.length);
  assert.ok((await crew.ask<Page<Colleague>>(manager, "GET /v1/colleagues")).body.total.value > 1);
  const { body } = await crew.ask<Page<Colleague>>(manager, "GET /v1/colleagues?q=1001");
  assert.deepEqual(
    body.items.map(({ extension }) => extension),
    ["1001"],
  );
});
