import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleCompany } from "../sample/index.ts";
import type { User, UserInput } from "../users/user.ts";
import { fieldErrors } from "./field-capability-errors.ts";

const stored = sampleCompany({ now: new Date("2026-03-02T09:00:00Z") }).users.find(
  ({ sipAccount, groupIds }) => sipAccount !== null && groupIds.length > 0,
) as User;
const name = { last: "Petrova", first: "Irina", patronymic: "Igorevna" };
const input: UserInput = {
  name,
  email: "irina@crewdock.test",
  login: "irina",
  password: null,
  timeZone: "Europe/Moscow",
  serviceNumber: null,
  positionId: null,
  departmentId: stored.departmentId,
  groupIds: [],
  roleIds: [],
  sipAccount: null,
  mailAccounts: [],
};
const not = (pointer: string) => ({ pointer, code: "not_allowed" });

test("a new user may bring nothing where nothing can be written, or what the schema demands", () => {
  const fields = {
    serviceNumber: { write: false },
    groupIds: { write: false },
    password: { write: false },
    login: { write: false },
  };
  assert.deepEqual(fieldErrors(fields, input, null), []);
  const full = { ...input, serviceNumber: "7", groupIds: ["g-1"], password: "secret" };
  assert.deepEqual(fieldErrors(fields, full, null), [not("/serviceNumber"), not("/groupIds"), not("/password")]);
});

test("a change may bring back what is stored, and nothing else", () => {
  const fields = { name: { write: false }, groupIds: { write: false }, sipAccount: { write: false } };
  const { sipAccount } = stored;
  assert.ok(sipAccount);
  const { id, login, domain, port, transport, webSocketUrl } = sipAccount;
  const same = { id, login, domain, port, transport, webSocketUrl, password: null };
  const back = { name: stored.name, groupIds: stored.groupIds.toReversed(), sipAccount: same };
  assert.deepEqual(fieldErrors(fields, back, stored), []);
  assert.deepEqual(fieldErrors(fields, { email: "other@crewdock.test" }, stored), []);
  const others = { name, groupIds: [], sipAccount: { ...same, password: "new" } };
  assert.deepEqual(fieldErrors(fields, others, stored), [not("/name"), not("/groupIds"), not("/sipAccount")]);
  assert.deepEqual(fieldErrors(fields, { sipAccount: null }, stored), [not("/sipAccount")]);
});

test("a part of which more is said is judged by that", () => {
  const fields = { name: { write: false }, "name.first": { write: true, maxLength: 5 } };
  assert.deepEqual(fieldErrors(fields, { name: { ...stored.name, first: "Irina" } }, stored), []);
  assert.deepEqual(fieldErrors(fields, { name: { ...stored.name, first: "Irinka" } }, stored), [
    { pointer: "/name/first", code: "too_long", params: { max: 5 } },
  ]);
});

test("what is required has to be filled in, also in a change that touches it", () => {
  const fields = { serviceNumber: { write: true, required: true }, roleIds: { write: true, required: true } };
  const missing = [
    { pointer: "/serviceNumber", code: "required" },
    { pointer: "/roleIds", code: "required" },
  ];
  assert.deepEqual(fieldErrors(fields, input, null), missing);
  assert.deepEqual(fieldErrors(fields, { serviceNumber: null, roleIds: [] }, stored), missing);
  assert.deepEqual(fieldErrors(fields, { email: "other@crewdock.test" }, stored), []);
});
