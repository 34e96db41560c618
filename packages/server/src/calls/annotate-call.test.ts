import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallRecord, Problem } from "@crewdock/contract";
import { callInput } from "../testing/inputs.ts";
import { startTestServer } from "../testing/test-server.ts";

test("an outcome that the policy has dropped since stays with its call while the note changes", async () => {
  await using crew = await startTestServer();
  const { admin } = crew.company.demoPeople;
  const body = callInput();
  const path = "PUT /v1/calls/dropped-outcome";
  const { version } = (await crew.ask<CallRecord>(admin, path, { body })).body;
  await crew.server.db.query("update call_records set outcome = 'dropped' where id = 'dropped-outcome'");
  const annotate = (
    present: string | undefined,
    outcome: string | null,
  ): ReturnType<typeof crew.ask<CallRecord & Problem>> =>
    crew.ask<CallRecord & Problem>(admin, `${path}/notes`, {
      body: { note: "Later", outcome },
      headers: { "If-Match": `"${present ?? ""}"` },
    });
  const noted = (await annotate(version, "dropped")).body;
  assert.deepEqual([noted.note, noted.outcome], ["Later", "dropped"]);
  const cleared = (await annotate(noted.version, null)).body;
  const refused = (await annotate(cleared.version, "dropped")).body;
  assert.deepEqual(refused.errors, [{ pointer: "/outcome", code: "invalid_option" }]);
});
