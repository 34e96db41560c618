import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { AuditRecord, CallRecord, Page } from "@crewdock/contract";
import { sampleTone } from "@crewdock/contract/sample";
import { maintain } from "../maintenance.ts";
import type { Db } from "../store/db.ts";
import { onBothDatabases } from "../testing/on-both-databases.ts";
import { losingDb, type LosingDb } from "../testing/tampered-db.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

function listeningTests(open: () => Promise<Db>): void {
  let crew: TestServer;
  let admin: string;
  let head: string;
  let manager: string;
  let fragile: LosingDb;

  before(async () => {
    fragile = losingDb(await open());
    crew = await startTestServer({ db: fragile.db });
    ({ admin, head, manager } = crew.company.demoPeople);
  });
  after(() => crew[Symbol.asyncDispose]());

  /** A call of the manager's, recorded for three seconds. */
  async function recorded(id: string): Promise<CallRecord> {
    const body = {
      direction: "incoming",
      number: "+48221234567",
      name: null,
      contactId: null,
      startedAt: "2026-03-01T09:00:00.000Z",
      answeredAt: null,
      endedAt: "2026-03-01T09:01:00.000Z",
      result: "missed",
    };
    await crew.ask(manager, `PUT /v1/calls/${id}`, { body });
    await crew.server.attachRecording({ callId: id, mediaType: "audio/wav", seconds: 3, bytes: sampleTone(3) });
    return (await crew.ask<CallRecord>(admin, `GET /v1/calls/${id}`)).body;
  }

  async function play(userId: string, id: string, range = "bytes=0-99", method = "GET"): Promise<number> {
    return (await crew.ask(userId, `${method} /v1/calls/${id}/recording`, { headers: { Range: range } })).status;
  }

  /** Who listened, from the first to the last. */
  async function listeners(id: string): Promise<readonly (string | null)[]> {
    return (await listenings(id)).map(({ actorId }) => actorId).toReversed();
  }

  async function listenings(id: string): Promise<readonly AuditRecord[]> {
    const log = await crew.ask<Page<AuditRecord>>(admin, `GET /v1/audit?recordType=call&recordId=${id}`);
    return log.body.items.filter(({ action }) => action === "call.listenRecording");
  }

  function later(seconds: number): void {
    crew.now = new Date(crew.now.getTime() + seconds * 1000);
  }

  test("the parts that one player asks for are one listening, each listener has one of their own", async () => {
    const call = await recorded("heard-parts");
    assert.deepEqual(
      await Promise.all(["bytes=0-1", "bytes=0-", "bytes=500-900"].map((range) => play(admin, call.id, range))),
      [206, 206, 206],
    );
    later(200);
    assert.equal(await play(admin, call.id, ""), 200);
    assert.equal(await play(head, call.id), 206);
    assert.deepEqual(await listeners(call.id), [admin, head]);
    const [record] = await listenings(call.id);
    assert.deepEqual([record?.before, record?.after, record?.at], [call, call, crew.now.toISOString()]);
  });

  test("who listens again later, or to another recording of the call, has listened twice", async () => {
    const { id } = await recorded("heard-again");
    await play(admin, id);
    later(302);
    await play(admin, id);
    assert.deepEqual(await listeners(id), [admin]);
    later(1);
    await play(admin, id);
    assert.deepEqual(await listeners(id), [admin, admin]);
    await recorded(id);
    await play(admin, id);
    assert.deepEqual(await listeners(id), [admin, admin, admin]);
  });

  async function bodyOf(id: string): Promise<object> {
    const { direction, number, name, contactId, startedAt, answeredAt, endedAt, result } = (
      await crew.ask<CallRecord>(admin, `GET /v1/calls/${id}`)
    ).body;
    return { direction, number, name, contactId, startedAt, answeredAt, endedAt, result };
  }

  test("nothing is written down of what nobody heard", async () => {
    const { id } = await recorded("heard-not");
    assert.equal(await play(admin, id, "", "HEAD"), 200);
    assert.equal(await play(admin, id, "bytes=99999999-"), 416);
    await crew.ask(admin, `PUT /v1/calls/heard-mine`, { body: { ...(await bodyOf(id)) } });
    await crew.server.attachRecording({
      callId: "heard-mine",
      mediaType: "audio/wav",
      seconds: 3,
      bytes: sampleTone(3),
    });
    assert.equal(await play(manager, "heard-mine"), 404);
    assert.deepEqual([await listeners(id), await listeners("heard-mine")], [[], []]);
  });

  test("what cannot be written down is not heard", async () => {
    const { id } = await recorded("heard-lost");
    fragile.losing = true;
    const answer = await crew.ask(admin, `GET /v1/calls/${id}/recording`).finally(() => (fragile.losing = false));
    assert.deepEqual([answer.status, answer.body["code"]], [503, "unavailable"]);
    assert.deepEqual(await listeners(id), []);
    assert.equal(await play(admin, id), 206);
    assert.deepEqual(await listeners(id), [admin]);
  });

  test("listenings that are over are forgotten, their records stay", async () => {
    const { id } = await recorded("heard-over");
    await play(admin, id);
    later(304);
    await maintain(crew.server.services);
    assert.deepEqual(await crew.server.db.query("select 1 from recording_listenings where call_id = $1", [id]), []);
    assert.deepEqual(await listeners(id), [admin]);
  });

  test("of who listens while it is removed, those are written down who hear it, and nobody meets a defect", async () => {
    const from = crew.log.length;
    for (let round = 0; round < 12; round++) {
      const { id } = await recorded(`heard-race-${round}`);
      const [first, second, removed] = await Promise.all([
        play(admin, id),
        play(head, id),
        crew.ask(admin, `DELETE /v1/calls/${id}/recording`).then(({ status }) => status),
      ]);
      assert.equal(removed, 200);
      for (const status of [first, second]) assert.ok([206, 404, 410].includes(status), `${status}`);
      const heard = [...(first === 206 ? [admin] : []), ...(second === 206 ? [head] : [])];
      assert.deepEqual((await listeners(id)).toSorted(), heard.toSorted());
    }
    assert.deepEqual(
      crew.log.slice(from).filter(({ level }) => level === "error"),
      [],
    );
  });
}

onBothDatabases(listeningTests);
