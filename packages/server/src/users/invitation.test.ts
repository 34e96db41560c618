import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { User } from "@crewdock/contract";
import { readEvents } from "../testing/event-reader.ts";
import { once, userInput } from "../testing/inputs.ts";
import { HOST_KEY, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
const letters: { readonly to: string; readonly subject: string; readonly text: string }[] = [];

before(async () => {
  crew = await startTestServer({
    notify: {
      loginUrl: "https://crm.example/",
      passwordUrl: (token) => `https://crm.example/password#${token}`,
      mailer: {
        send: async (letter) => {
          if (letter.to.startsWith("bounced")) throw new Error("mailbox unavailable");
          letters.push(letter);
        },
      },
    },
  });
  admin = crew.company.demoPeople.admin;
});
after(() => crew[Symbol.asyncDispose]());

/** Makes a user and waits until the server has tried to tell them. */
async function invited(login: string, password: string | null, key = once()): Promise<User> {
  const events = await readEvents(crew, admin);
  const body = userInput(login, { password });
  const { body: user } = await crew.ask<User>(admin, "POST /v1/users", {
    body,
    headers: { ...key, "Accept-Language": "ru-RU" },
  });
  await events.until(({ type, id }) => type === "user.changed" && id === user.id);
  await events.close();
  return (await crew.ask<User>(admin, `GET /v1/users/${user.id}`)).body;
}

function host(path: string, body: object): Promise<Response> {
  const headers = { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" };
  return crew.raw(`POST ${path}`, { headers, body: JSON.stringify(body) });
}

test("an invited person chooses a password by the link, once", async () => {
  const user = await invited("invited", null);
  assert.equal(user.invitation.state, "sent");
  const letter = letters.find(({ to }) => to === user.email);
  assert.equal(letter?.subject, "Ваш логин");
  const token = /password#([\w-]+)/.exec(letter?.text ?? "")?.[1];
  const accept = (password: string): Promise<Response> => host("/v1/invitations/accept", { token, password });
  assert.equal((await accept("invited1")).status, 422);
  assert.equal((await accept("Violet barge 38 cinema")).status, 200);
  assert.equal((await accept("Another barge 38 cinema")).status, 404);
  assert.equal((await host("/v1/logins", { login: "invited", password: "Violet barge 38 cinema" })).status, 200);
  const { body } = await crew.ask<User>(admin, `GET /v1/users/${user.id}`);
  assert.equal(body.invitation.state, "accepted");
});

test("a link that is a week old no longer works", async () => {
  const user = await invited("too.late", null);
  const token = /password#([\w-]+)/.exec(letters.find(({ to }) => to === user.email)?.text ?? "")?.[1];
  const started = crew.now;
  crew.now = new Date(started.getTime() + 7 * 24 * 60 * 60_000);
  assert.equal((await host("/v1/invitations/accept", { token, password: "Violet barge 38 cinema" })).status, 404);
  crew.now = started;
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
