import assert from "node:assert/strict";
import { test } from "node:test";
import { isCurrent } from "./read-user.ts";

test("an assignment ends at its moment, however the two times are written", () => {
  const at = "2026-03-02T09:00:00.000Z";
  for (const until of ["2026-03-02T09:00:00Z", "2026-03-02T09:00:00.0Z", "2026-03-02T08:59:59.999999Z"])
    assert.equal(isCurrent({ until }, at), false, until);
  for (const until of ["2026-03-02T09:00:00.001Z", "2026-03-02T09:00:01Z"])
    assert.equal(isCurrent({ until }, at), true, until);
  assert.equal(isCurrent({ until: "2026-03-02T09:00:00.5Z" }, "2026-03-02T09:00:00Z"), true);
  assert.equal(isCurrent({ until: null }, at), true);
});
