import assert from "node:assert/strict";
import { test } from "node:test";
import { createCrewServer } from "../server.ts";
import type { Db } from "../store/db.ts";
import { openPostgres } from "../store/postgres.ts";
import { readEvents } from "../testing/event-reader.ts";
import { once, userInput } from "../testing/inputs.ts";
import { openMemoryDb } from "../testing/memory-db.ts";
import { linkIn, notifyBy } from "../testing/notify-by.ts";
import { HOST_KEY, startTestServer } from "../testing/test-server.ts";
import { needsPostgres, ownPostgres } from "../testing/own-postgres.ts";
import { sendLetters } from "./send-letters.ts";
import { invitationOf, makeInvited, waitingLetters } from "./testing/invited.ts";

const MINUTE_MS = 60_000;

test("a letter that could not be sent is shown as failed, and sent once that works", async () => {
  let broken = true;
  const sent: string[] = [];
  await using crew = await startTestServer({
    notify: notifyBy(async ({ to }) => {
      if (broken) throw new Error("greylisted");
      sent.push(to);
    }),
  });
  const { db, services } = crew.server;
  const events = await readEvents(crew, crew.company.demoPeople.admin);
  const user = await makeInvited(crew, "greylisted");
  await events.until(({ type, id }) => type === "user.changed" && id === user.id);
  assert.equal(await invitationOf(crew, user), "failed");
  broken = false;
  await sendLetters(services);
  assert.deepEqual(sent, [], "not before its time");
  crew.now = new Date(crew.now.getTime() + MINUTE_MS);
  await sendLetters(services);
  assert.deepEqual(sent, [user.email]);
  assert.equal(await invitationOf(crew, user), "sent");
  await events.until(({ type, id }) => type === "user.changed" && id === user.id);
  await events.close();
  assert.equal(await waitingLetters(db), 0);
  const records = await db.query(
    "select after->>'state' as state from audit_records where action = 'invitation.send' order by seq",
  );
  assert.deepEqual(records, [{ state: "failed" }, { state: "sent" }]);
});

test("a host that cannot make a link for one person holds up nobody else's letter", async () => {
  const sent: string[] = [];
  let links = 0;
  await using crew = await startTestServer({
    notify: {
      ...notifyBy(async ({ to }) => void sent.push(to)),
      passwordUrl: (token) => {
        if (links++ === 0) throw new RangeError("no link for the first");
        return `https://crm.example/password#${token}`;
      },
    },
  });
  const first = await makeInvited(crew, "without.link");
  const second = await makeInvited(crew, "with.link");
  await sendLetters(crew.server.services);
  assert.deepEqual(sent, [second.email]);
  assert.equal(await invitationOf(crew, first), "failed");
});

test("a letter is given up when it could not be sent for days", async () => {
  let tries = 0;
  await using crew = await startTestServer({
    notify: notifyBy(async () => {
      tries++;
      throw new Error("no such mailbox");
    }),
  });
  const user = await makeInvited(crew, "never.reached");
  for (let hour = 0; hour < 24 * 4; hour++) {
    crew.now = new Date(crew.now.getTime() + 60 * MINUTE_MS);
    await sendLetters(crew.server.services);
  }
  assert.ok(tries > 20 && tries < 60, `${tries} tries`);
  assert.equal(await waitingLetters(crew.server.db), 0);
  assert.equal(await invitationOf(crew, user), "failed");
});

test("a letter whose server was killed while it sent is sent by the next one, with a link that works", async () => {
  const db = await openMemoryDb();
  const first: string[] = [];
  const { promise: dead, resolve: bury } = Promise.withResolvers<void>();
  const { promise: sending, resolve: began } = Promise.withResolvers<void>();
  const crew = await startTestServer({
    db: sharing(db),
    notify: notifyBy(async ({ text }) => {
      first.push(linkIn(text));
      began();
      await dead;
      throw new Error("killed");
    }),
  });
  const user = await makeInvited(crew, "orphaned");
  await sending;
  assert.equal(await invitationOf(crew, user), "none");
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<string>();
  const options = {
    hostKey: HOST_KEY,
    tokenKeys: { t1: "t".repeat(32) },
    sealKeys: { k1: new Uint8Array(32).fill(7) },
  };
  const next = await createCrewServer({
    ...options,
    db: sharing(db),
    now: () => new Date(crew.now.getTime() + 3 * MINUTE_MS),
    notify: notifyBy(async ({ text }) => arrive(linkIn(text))),
  });
  const link = await arrived;
  assert.notEqual(link, first[0]);
  const headers = { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ token: link, password: "Violet barge 38 cinema" });
  const request = new Request("https://crm.example/crewdock/v1/invitations/accept", { method: "POST", headers, body });
  assert.equal((await next.fetch(request)).status, 200);
  await next.close();
  bury();
  await crew.server.close();
  const [row] = await db.query<{ state: string }>("select invitation_state as state from users where id = $1", [
    user.id,
  ]);
  assert.equal(row?.state, "accepted");
  assert.equal(await waitingLetters(db), 0);
  await db.close();
});

/** The same database for a server of its own, which leaves it open. */
function sharing(db: Db): Db {
  return {
    kind: db.kind,
    query: (sql, values, options) => db.query(sql, values, options),
    transaction: (work) => db.transaction(work),
    close: async () => {},
  };
}

test("the letter is a part of the change: with a change that is undone there is none", async () => {
  const sent: string[] = [];
  await using crew = await startTestServer({
    notify: notifyBy(async ({ to }) => {
      sent.push(to);
    }),
  });
  await makeInvited(crew, "first.of.all");
  const body = userInput("first.of.all", { password: null });
  const { status } = await crew.ask(crew.company.demoPeople.admin, "POST /v1/users", { body, headers: once() });
  assert.notEqual(status, 200);
  await sendLetters(crew.server.services);
  assert.equal(sent.length, 1);
});

/** Ends with the work, or as soon as it waits for a lock of somebody else. */
async function doneOrWaiting(db: Db, work: Promise<void>): Promise<void> {
  const done = new AbortController();
  const end = (): void => done.abort();
  work.then(end, end);
  while (!done.signal.aborted && (await db.query("select 1 from pg_locks where not granted")).length === 0);
}

test(
  "neither the sender of a letter, its reader nor who changes the person meanwhile is thrown out over another",
  needsPostgres,
  async () => {
    const sent: string[] = [];
    let broken = true;
    let link = "";
    const sending = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    await using postgres = await ownPostgres();
    const db = await openPostgres({ url: postgres.url });
    await using crew = await startTestServer({
      db,
      notify: notifyBy(async ({ to, text }) => {
        if (broken) throw new Error("greylisted");
        sent.push(to);
        link = linkIn(text);
        sending.resolve();
        await answered.promise;
      }),
    });
    const { services } = crew.server;
    const events = await readEvents(crew, crew.company.demoPeople.admin);
    const user = await makeInvited(crew, "changed.meanwhile");
    await events.until(({ type, id }) => type === "user.changed" && id === user.id);
    await events.close();
    crew.now = new Date(crew.now.getTime() + MINUTE_MS);
    broken = false;
    await db.query("delete from invitations"); // the first letter makes one, for a person who has to stay meanwhile
    /** What a new address or a second invitation does: the person first, their letter or link then. */
    const change = (meanwhile: () => Promise<void>, then = "update letters set language = 'pl'"): Promise<void> =>
      db.transaction(async (tx) => {
        await tx.query("select id from users where id = $1 for update", [user.id]);
        await meanwhile();
        await tx.query(`${then} where user_id = $1`, [user.id]);
      });

    let work: Promise<void> = Promise.resolve();
    await change(async () => doneOrWaiting(db, (work = sendLetters(services))));
    await work;
    assert.deepEqual(sent, [], "who is being changed comes next time");

    work = sendLetters(services);
    await sending.promise;
    await change(async () => {
      answered.resolve();
      await doneOrWaiting(db, work);
    });
    await work;
    assert.deepEqual([sent, await invitationOf(crew, user)], [[user.email], "sent"]);

    const headers = { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ token: link, password: "Violet barge 38 cinema" });
    let status = 0;
    await change(async () => {
      work = crew.raw("POST /v1/invitations/accept", { headers, body }).then((answer) => void (status = answer.status));
      await doneOrWaiting(db, work);
    }, "delete from invitations");
    await work;
    assert.equal(status, 410, "the link was withdrawn first");
  },
);
