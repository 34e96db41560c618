import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { AuditRecord, CallRecord, Page } from "@crewdock/contract";
import { sampleTone } from "@crewdock/contract/sample";
import { callInput } from "../testing/inputs.ts";
import { ORIGIN, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;
let manager: string;

before(async () => {
  crew = await startTestServer();
  ({ admin, manager } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

async function recorded(id: string): Promise<CallRecord> {
  await crew.ask(manager, `PUT /v1/calls/${id}`, { body: callInput() });
  await crew.server.attachRecording({ callId: id, mediaType: "audio/wav", seconds: 3, bytes: sampleTone(3) });
  return (await crew.ask<CallRecord>(admin, `GET /v1/calls/${id}`)).body;
}

test("a recording that the telephone system attaches is heard by whom the right reaches, as sound and nothing else", async () => {
  const { id, recording } = await recorded("rec-heard");
  assert.deepEqual(recording, { mediaType: "audio/wav", seconds: 3 });
  const authorization = `Bearer ${await crew.token(admin)}`;
  const answer = await crew.raw(`GET /v1/calls/${id}/recording`, {
    headers: { Authorization: authorization, Origin: ORIGIN },
  });
  assert.equal(answer.status, 200);
  assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), sampleTone(3));
  assert.deepEqual(
    ["content-type", "content-disposition", "cache-control", "x-content-type-options"].map((name) =>
      answer.headers.get(name),
    ),
    ["audio/wav", "attachment", "no-store", "nosniff"],
  );
  assert.equal((await crew.raw(`GET /v1/calls/${id}/recording`)).status, 401);
});

test("saving the call and writing on it leave the recording alone", async () => {
  const { id, version = "", recording } = await recorded("rec-kept");
  const saved = await crew.ask<CallRecord>(manager, `PUT /v1/calls/${id}`, { body: callInput() });
  assert.deepEqual(saved.body.recording, recording);
  const noted = await crew.ask<CallRecord>(manager, `PUT /v1/calls/${id}/notes`, {
    body: { note: "Call back", outcome: null },
    headers: { "If-Match": `"${version}"` },
  });
  assert.deepEqual([noted.body.note, noted.body.recording], ["Call back", recording]);
});

test("a removed recording is gone from the database, and the audit log says who removed it", async () => {
  const { id } = await recorded("rec-removed");
  const { body } = await crew.ask<CallRecord>(admin, `DELETE /v1/calls/${id}/recording`);
  assert.equal(body.recording, null);
  assert.deepEqual(await crew.server.db.query("select 1 from call_recordings where call_id = $1", [id]), []);
  const log = await crew.ask<Page<AuditRecord>>(admin, `GET /v1/audit?recordType=call&recordId=${id}`);
  const [latest] = log.body.items;
  assert.deepEqual([latest?.action, latest?.actorId], ["call.removeRecording", admin]);
});

test("only sound is attached, of a call that there is", async () => {
  const { id } = await recorded("rec-refused");
  const attach = (more: object): Promise<void> =>
    crew.server.attachRecording({ callId: id, mediaType: "audio/ogg", seconds: 1, bytes: new Uint8Array(1), ...more });
  await assert.rejects(attach({ mediaType: "text/html" }), { code: "validation" });
  await assert.rejects(attach({ seconds: -1 }), { code: "validation" });
  await assert.rejects(attach({ bytes: new Uint8Array(67_108_865) }), { code: "validation" });
  await assert.rejects(attach({ callId: "rec-none" }), { code: "not_found" });
});
