import assert from "node:assert/strict";
import { test } from "node:test";
import type { User } from "@crewdock/contract";
import { readEvents } from "../testing/event-reader.ts";
import { notifyBy } from "../testing/notify-by.ts";
import { startTestServer } from "../testing/test-server.ts";
import { sendLetters } from "./send-letters.ts";
import { invitationOf, makeInvited, waitingLetters } from "./testing/invited.ts";

const MINUTE_MS = 60_000;

for (const state of ["blocked", "deactivated"] as const)
  test(`somebody who is ${state} by the time is sent no letter`, async () => {
    let broken = true;
    const sent: string[] = [];
    await using crew = await startTestServer({
      notify: notifyBy(async ({ to }) => {
        if (broken) throw new Error("greylisted");
        sent.push(to);
      }),
    });
    const { admin } = crew.company.demoPeople;
    const events = await readEvents(crew, admin);
    const user = await makeInvited(crew, `soon.${state}`);
    await events.until(({ type, id }) => type === "user.changed" && id === user.id);
    await events.close();
    const { version } = (await crew.ask<User>(admin, `GET /v1/users/${user.id}`)).body;
    const headers = { "If-Match": `"${version}"` };
    const changed = await crew.ask(admin, `PUT /v1/users/${user.id}/state`, { body: { state }, headers });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    broken = false;
    crew.now = new Date(crew.now.getTime() + MINUTE_MS);
    await sendLetters(crew.server.services);
    assert.deepEqual([sent, await waitingLetters(crew.server.db)], [[], 0]);
    assert.ok(crew.log.some((entry) => entry.event === "invitation.dropped" && entry["userId"] === user.id));
    assert.equal(await invitationOf(crew, user), "failed");
  });

test(
  "a mailer that takes for ever is given up before another instance may send the letter",
  { timeout: 30_000 },
  async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const signals: AbortSignal[] = [];
    const { promise: sending, resolve: began } = Promise.withResolvers<void>();
    await using crew = await startTestServer({
      notify: notifyBy((_letter, { signal }) => {
        signals.push(signal);
        began();
        return new Promise(() => {}); // not even the signal ends it
      }),
    });
    const { services } = crew.server;
    const start = crew.now.getTime();
    const user = await makeInvited(crew, "slowly");
    await sending;
    crew.now = new Date(start + 2 * MINUTE_MS - 1);
    await sendLetters(services);
    assert.equal(signals.length, 1, "nobody else sends it meanwhile");
    t.mock.timers.tick(MINUTE_MS - 1);
    assert.equal(signals[0]?.aborted, false);
    const told = Promise.withResolvers<void>();
    const wake = services.feed.wake.bind(services.feed);
    t.mock.method(services.feed, "wake", () => {
      wake(); // who listens rests by the timers of this test
      told.resolve();
    });
    t.mock.timers.tick(1);
    assert.equal(signals[0]?.aborted, true);
    await told.promise;
    assert.equal(await invitationOf(crew, user), "failed");
    assert.equal(await waitingLetters(crew.server.db), 1, "for another try");
    await sendLetters(services);
    assert.equal(signals.length, 1, "not at once");
  },
);
