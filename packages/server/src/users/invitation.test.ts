import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Session, User } from "@crewdock/contract";
import { readEvents } from "../testing/event-reader.ts";
import { once, userInput } from "../testing/inputs.ts";
import { linkIn, notifyBy } from "../testing/notify-by.ts";
import { HOST_KEY, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
const letters: { readonly to: string; readonly subject: string; readonly text: string }[] = [];

before(async () => {
  crew = await startTestServer({
    notify: {
      ...notifyBy(async (letter) => {
        if (letter.to.startsWith("bounced")) throw new Error("mailbox unavailable");
        letters.push(letter);
      }),
      product: "Lantern",
    },
  });
  admin = crew.company.demoPeople.admin;
});
after(() => crew[Symbol.asyncDispose]());

/** Makes a user and waits until the server has tried to tell them. */
async function invited(login: string, password: string | null, key = once(), language = "ru-RU"): Promise<User> {
  const events = await readEvents(crew, admin);
  const body = userInput(login, { password });
  const { body: user } = await crew.ask<User>(admin, "POST /v1/users", {
    body,
    headers: { ...key, "Accept-Language": language },
  });
  await events.until(({ type, id }) => type === "user.changed" && id === user.id);
  await events.close();
  return (await crew.ask<User>(admin, `GET /v1/users/${user.id}`)).body;
}

function host(path: string, body: object): Promise<Response> {
  const headers = { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" };
  return crew.raw(`POST ${path}`, { headers, body: JSON.stringify(body) });
}

/** The secret of the link in the last letter to an address. */
function tokenFor(email: string): string {
  const letter = letters.findLast(({ to }) => to === email) ?? assert.fail(`no letter to ${email}`);
  return linkIn(letter.text);
}

/** Status and code of an answer, with the codes of its fields. */
async function outcome(answer: Promise<Response>): Promise<readonly unknown[]> {
  const response = await answer;
  const { code, errors = [] } = (await response.json()) as {
    code?: string;
    errors?: readonly { pointer: string; code: string }[];
  };
  return [response.status, code, ...errors.map((error) => `${error.pointer} ${error.code}`)];
}

test("an invited person chooses a password by the link, once", async () => {
  const user = await invited("invited", null);
  assert.equal(user.invitation.state, "sent");
  const letter = letters.find(({ to }) => to === user.email);
  assert.equal(letter?.subject, "Ваша учётная запись в Lantern");
  const token = tokenFor(user.email);
  const offer = (await (await host("/v1/invitations/read", { token })).json()) as Record<string, unknown>;
  assert.deepEqual([offer["userId"], offer["login"], offer["name"]], [user.id, "invited", "Лебедева Ирина Олеговна"]);
  const accept = (password: string): Promise<Response> => host("/v1/invitations/accept", { token, password });
  assert.deepEqual(await outcome(accept("invited1")), [422, "validation", "/password weak_password"]);
  assert.equal((await accept("Violet barge 38 cinema")).status, 200);
  assert.deepEqual(await outcome(accept("Another barge 38 cinema")), [410, "gone"]);
  assert.deepEqual(await outcome(host("/v1/invitations/read", { token })), [410, "gone"]);
  assert.equal((await host("/v1/logins", { login: "invited", password: "Violet barge 38 cinema" })).status, 200);
  const { body } = await crew.ask<User>(admin, `GET /v1/users/${user.id}`);
  assert.equal(body.invitation.state, "accepted");
});

test("the first log-in is told to those who watch the list", async () => {
  const user = await invited("watched", "Copper heron 92 window");
  const events = await readEvents(crew, admin);
  await host("/v1/logins", { login: "watched", password: "Copper heron 92 window" });
  await events.until(({ type, id }) => type === "user.changed" && id === user.id);
  await events.close();
  const { body } = await crew.ask<User>(admin, `GET /v1/users/${user.id}`);
  assert.equal(body.invitation.state, "accepted");
});

test("of two who use a link at the same moment one is refused", async () => {
  const user = await invited("raced", null);
  const token = tokenFor(user.email);
  const answers = await Promise.all(
    ["Violet barge 38 cinema", "Copper heron 92 window"].map((password) =>
      host("/v1/invitations/accept", { token, password }),
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410]);
});

test("a link that is a week old, made up, or of somebody blocked does not work, and says which", async () => {
  const user = await invited("too.late", null);
  const token = tokenFor(user.email);
  const started = crew.now;
  crew.now = new Date(started.getTime() + 7 * 24 * 60 * 60_000);
  const accept = (secret: string): Promise<readonly unknown[]> =>
    outcome(host("/v1/invitations/accept", { token: secret, password: "Violet barge 38 cinema" }));
  assert.deepEqual(await accept(token), [401, "token_expired"]);
  crew.now = started;
  assert.deepEqual(await accept("made-up"), [404, "not_found"]);
  await crew.ask(admin, `PUT /v1/users/${user.id}/state`, {
    body: { state: "blocked" },
    headers: { "If-Match": `"${user.version}"` },
  });
  assert.deepEqual(await accept(token), [403, "forbidden"]);
});

test("a link is of no use without the host's key", async () => {
  for (const path of ["read", "accept"]) {
    const body = JSON.stringify({ token: "x", password: "Violet barge 38 cinema" });
    const headers = { "Content-Type": "application/json" };
    assert.equal((await crew.raw(`POST /v1/invitations/${path}`, { body, headers })).status, 401);
  }
});

test("only a hash of the link is stored", async () => {
  const token = tokenFor((await invited("hashed", null)).email);
  const rows = await crew.server.db.query("select * from invitations");
  assert.ok(rows.length > 0 && !JSON.stringify(rows).includes(token));
});

test("a link ends when an administrator sets the password", async () => {
  const user = await invited("given.later", null);
  const headers = { "If-Match": `"${user.version}"` };
  await crew.ask(admin, `PATCH /v1/users/${user.id}`, { body: { password: "Copper heron 92 window" }, headers });
  assert.deepEqual(await outcome(host("/v1/invitations/read", { token: tokenFor(user.email) })), [404, "not_found"]);
});

test("a mended address gets a letter of its own, and the link in the first one ends", async () => {
  const user = await invited("mistyped", null);
  const first = tokenFor(user.email);
  const events = await readEvents(crew, admin);
  const headers = { "If-Match": `"${user.version}"` };
  const body = { email: "mended@crewdock.test" };
  const { body: changed } = await crew.ask<User>(admin, `PATCH /v1/users/${user.id}`, { body, headers });
  assert.equal(changed.invitation.state, "none");
  await events.until(({ type, id }) => type === "user.changed" && id === user.id); // the change itself
  await events.until(({ type, id }) => type === "user.changed" && id === user.id); // the letter is out
  await events.close();
  assert.deepEqual(await outcome(host("/v1/invitations/read", { token: first })), [404, "not_found"]);
  assert.equal((await host("/v1/invitations/read", { token: tokenFor("mended@crewdock.test") })).status, 200);
});

test("an edited user is not told", async () => {
  const user = await invited("edited", "Copper heron 92 window");
  const sent = letters.length;
  const headers = { "If-Match": `"${user.version}"` };
  const body = { email: "edited.anew@crewdock.test", serviceNumber: "71" };
  const { body: changed } = await crew.ask<User>(admin, `PATCH /v1/users/${user.id}`, { body, headers });
  assert.equal(changed.invitation.state, "sent");
  assert.equal(letters.length, sent);
});

test("the letter speaks the language of whoever made the user, and English where it has no other", async () => {
  for (const [language, subject] of [
    ["pl", "Twoje konto w Lantern"],
    ["pt-BR,pt;q=0.9", "Sua conta no Lantern"],
    ["ja", "Your account in Lantern"],
  ] as const) {
    const user = await invited(`letter.${language.slice(0, 2)}`, null, once(), language);
    assert.equal(letters.findLast(({ to }) => to === user.email)?.subject, subject);
  }
});

test("where nobody can be invited, that is said and a password is demanded", async () => {
  const bare = await startTestServer();
  try {
    const session = await bare.ask<Session>(bare.company.demoPeople.admin, "GET /v1/session");
    assert.deepEqual(session.body.capabilities.methods["users.invite"], { supported: false, why: "not_configured" });
    const { body: problem } = await bare.ask<{ errors: readonly object[] }>(
      bare.company.demoPeople.admin,
      "POST /v1/users",
      { body: userInput("no.letter", { password: null }), headers: once() },
    );
    assert.deepEqual(problem.errors, [{ pointer: "/password", code: "required" }]);
  } finally {
    await bare[Symbol.asyncDispose]();
  }
  const session = await crew.ask<Session>(admin, "GET /v1/session");
  assert.deepEqual(session.body.capabilities.methods["users.invite"], { supported: true });
});

test("a given password is not in the letter, and a repeated create does not send another", async () => {
  const key = once();
  const user = await invited("told.once", "Copper heron 92 window", key);
  const again = await crew.ask<User>(admin, "POST /v1/users", { body: userInput("told.once"), headers: key });
  assert.equal(again.body.id, user.id);
  const received = letters.filter(({ to }) => to === user.email);
  assert.equal(received.length, 1);
  assert.ok(!received[0]?.text.includes("heron") && !received[0]?.text.includes("password#"));
});

test("a letter that cannot be sent is shown as failed, and the user is there", async () => {
  const user = await invited("bounced", null);
  assert.equal(user.invitation.state, "failed");
});
