import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallRecordInput } from "@crewdock/contract";
import { sampleCompany } from "@crewdock/contract/sample";
import { crew, failsAt } from "./testing/crew.ts";

const ended: CallRecordInput = {
  direction: "outgoing",
  number: "+48221234567",
  name: null,
  contactId: null,
  startedAt: "2026-03-01T09:00:00.000Z",
  answeredAt: "2026-03-01T09:00:05.000Z",
  endedAt: "2026-03-01T09:01:00.000Z",
  result: "answered",
};

test("a call cannot end before it begins, as on the server", async () => {
  const { admin } = crew();
  const call = { ...ended, answeredAt: null, endedAt: "2026-03-01T08:59:59Z", result: "ongoing" } as const;
  await failsAt(admin.calls.save({ id: "wrong", call }), "validation", {
    "/endedAt": "too_small",
    "/result": "mismatch",
  });
});

test("an outcome that the policy has dropped since stays with its call while the note changes", async () => {
  const company = sampleCompany();
  const { admin, memory } = crew({
    company: {
      ...company,
      calls: company.calls.map((call) => ({ ...call, userId: company.demoPeople.admin, outcome: "dropped" })),
    },
  });
  const { id, version = "" } = memory.snapshot().calls[0] ?? assert.fail("no call");
  const noted = await admin.calls.annotate({ id, version, notes: { note: "Later", outcome: "dropped" } });
  assert.deepEqual([noted.note, noted.outcome], ["Later", "dropped"]);
  const cleared = await admin.calls.annotate({
    id,
    version: noted.version ?? "",
    notes: { note: null, outcome: null },
  });
  const again = { id, version: cleared.version ?? "", notes: { note: null, outcome: "dropped" } };
  await failsAt(admin.calls.annotate(again), "validation", { "/outcome": "invalid_option" });
});

test("the audit log tells who listened, once for each listening", async () => {
  let now = Date.parse("2026-03-02T09:00:00Z");
  const { admin, memory } = crew({ now: () => new Date(now) });
  const call = memory.snapshot().calls.find(({ recording }) => recording) ?? assert.fail("no recording");
  const heard = async (): Promise<number> =>
    (await admin.audit.list({ recordId: call.id })).items.filter(({ action }) => action === "call.listenRecording")
      .length;
  await admin.calls.recording({ id: call.id });
  now += 60_000;
  await admin.calls.recording({ id: call.id });
  assert.equal(await heard(), 1);
  now += (call.recording?.seconds ?? 0) * 1000 + 300_000;
  await admin.calls.recording({ id: call.id });
  assert.equal(await heard(), 2);
});
