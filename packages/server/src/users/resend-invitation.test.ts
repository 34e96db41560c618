import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Session, User } from "@crewdock/contract";
import { readEvents } from "../testing/event-reader.ts";
import { once, userInput } from "../testing/inputs.ts";
import { linkIn, notifyBy } from "../testing/notify-by.ts";
import { type Answer, HOST_KEY, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let bounces = false;
/** The secrets of the links that were sent, in their order. */
const links: string[] = [];

before(async () => {
  crew = await startTestServer({
    notify: notifyBy(async ({ text }) => {
      if (bounces) throw new Error("mailbox unavailable");
      links.push(linkIn(text));
    }),
  });
  admin = crew.company.demoPeople.admin;
});
after(() => crew[Symbol.asyncDispose]());

/** Does something after which a letter is sent or fails, and reads the user then. */
async function told(ask: () => Promise<Answer<User>>): Promise<User> {
  const events = await readEvents(crew, admin);
  const { status, body } = await ask();
  assert.equal(status, 200, JSON.stringify(body));
  for (;;) {
    await events.until(({ type, id }) => type === "user.changed" && id === body.id);
    const { body: user } = await crew.ask<User>(admin, `GET /v1/users/${body.id}`);
    if (user.invitation.state === "none") continue;
    await events.close();
    return user;
  }
}

const invited = (login: string): Promise<User> =>
  told(() => crew.ask(admin, "POST /v1/users", { body: userInput(login, { password: null }), headers: once() }));
const resend = <Body = User>(id: string, headers = once(), actor = admin): Promise<Answer<Body>> =>
  crew.ask<Body>(actor, `POST /v1/users/${id}/invitation`, { headers });

async function accept(token: string | undefined): Promise<number> {
  const headers = { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ token, password: "Violet barge 38 cinema" });
  return (await crew.raw("POST /v1/invitations/accept", { headers, body })).status;
}

test("another letter has a fresh link, and the former one ends", async () => {
  const user = await invited("again");
  const former = links.at(-1);
  crew.now = new Date(crew.now.getTime() + 60_000);
  const later = await told(() => resend(user.id));
  assert.deepEqual(later.invitation, { state: "sent", at: crew.now.toISOString() });
  assert.notEqual(links.at(-1), former);
  assert.equal(await accept(former), 404);
  assert.equal(await accept(links.at(-1)), 200);
  assert.deepEqual([(await resend(user.id)).status], [410], "somebody who has a password now");
});

test("a repeated call sends no second letter", async () => {
  const user = await invited("repeated.letter");
  const headers = once();
  await told(() => resend(user.id, headers));
  const count = links.length;
  assert.equal((await resend(user.id, headers)).status, 200);
  await told(() => resend(user.id)); // the letters of one person go one after the other
  assert.equal(links.length, count + 1);
});

test("a letter that failed may be sent again", async () => {
  bounces = true;
  const user = await invited("bounced");
  assert.equal(user.invitation.state, "failed");
  bounces = false;
  assert.equal((await told(() => resend(user.id))).invitation.state, "sent");
});

test("nobody is flooded with letters", async () => {
  const user = await invited("flooded");
  for (let letter = 1; letter <= 5; letter++) await told(() => resend(user.id));
  const answer = await resend<{ code: string }>(user.id);
  assert.deepEqual([answer.status, answer.body.code], [429, "rate_limited"]);
  assert.ok(Number(answer.headers.get("retry-after")) > 0);
  const started = crew.now;
  crew.now = new Date(started.getTime() + 3_600_000);
  assert.equal((await resend(user.id)).status, 200);
  crew.now = started;
});

test("only who manages a person invites them, and only where letters can be sent", async () => {
  const user = await invited("managed.invitation");
  assert.equal((await resend(user.id, once(), crew.company.demoPeople.manager)).status, 403);
  assert.equal((await resend("u-none")).status, 404);
  await using silent = await startTestServer();
  const { body } = await silent.ask<Session>(admin, "GET /v1/session");
  assert.deepEqual(body.capabilities.methods["users.resendInvitation"], { supported: false, why: "not_configured" });
});
