import assert from "node:assert/strict";
import { test } from "node:test";
import { crew, failsAt, userInput } from "./testing/crew.ts";

const fields = {
  groupIds: { write: false, why: "other_plan" },
  password: { write: false },
  serviceNumber: { write: true, required: true, maxLength: 3 },
} as const;

test("the backend plays to keep single members of a user to itself, to demand or to keep them short", async () => {
  const c = crew({ fields });
  assert.deepEqual((await c.admin.session.me({})).capabilities.fields, fields);
  const create = (members: object): Promise<unknown> => c.admin.users.create({ user: userInput("nina", members) });
  await failsAt(create({ groupIds: ["g-moscow"], password: "Copper heron 92" }), "validation", {
    "/groupIds": "not_allowed",
    "/password": "not_allowed",
    "/serviceNumber": "required",
  });
  await failsAt(create({ password: null, serviceNumber: "1234" }), "validation", { "/serviceNumber": "too_long" });
  const user = await c.admin.users.create({ user: userInput("nina", { password: null, serviceNumber: "123" }) });
  const change = (patch: object): Promise<unknown> =>
    c.admin.users.update({ id: user.id, version: user.version, patch });
  await failsAt(change({ password: "Copper heron 92 window" }), "validation", { "/password": "not_allowed" });
  await change({ groupIds: [], serviceNumber: "7" });
});

test("where passwords are not the backend's business none is demanded, invitations or not", async () => {
  const c = crew({ fields: { password: { write: false } }, invites: false });
  const user = await c.admin.users.create({ user: userInput("nina", { password: null }) });
  assert.equal(user.login, "nina");
});
