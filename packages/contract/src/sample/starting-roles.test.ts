import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../rights/default-catalogue.ts";
import { startingRoles } from "./roles.data.ts";

const telephony = defaultCatalogue.sections
  .filter(({ id }) => id === "telephony")
  .flatMap(({ entities }) => entities.flatMap(({ actions }) => actions));

/** What the starting roles may do in telephony, action by action; what is not named they may not. */
const table: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "r-admin": Object.fromEntries(
    telephony.filter(({ key }) => key !== "balance.topUp").map(({ key, scopes }) => [key, scopes.at(-1) ?? "none"]),
  ),
  "r-executive": { "call.view": "any", "call.place": "any", "call.recording.listen": "any" },
  "r-head": { "call.view": "department", "call.place": "any", "call.recording.listen": "department" },
  "r-manager": { "call.view": "own", "call.place": "any", "call.recording.listen": "own" },
};

test("in telephony the starting roles may do what they are described by, and nothing besides", () => {
  for (const { id, grants } of startingRoles)
    for (const { key } of telephony) assert.equal(grants[key] ?? "none", table[id]?.[key] ?? "none", `${id}: ${key}`);
});
