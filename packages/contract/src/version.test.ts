import assert from "node:assert/strict";
import { test } from "node:test";
import { contractVersion, understands } from "./version.ts";

test("understands its own major version and the one before, and nothing that is no version", () => {
  const own = Number(contractVersion.split(".")[0]);
  for (const version of [`${own}.0`, `${own}.99`, `${own - 1}.4`, String(own)])
    assert.ok(understands(version), version);
  for (const version of [`${own + 1}.0`, `${own - 2}.0`, "", "x", "1x", "-1.0", undefined, null, own])
    assert.ok(!understands(version), String(version));
});
