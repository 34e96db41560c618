import assert from "node:assert/strict";
import { test } from "node:test";
import * as z from "zod/mini";
import { callNotesSchema } from "../calls/call-notes.ts";
import { lineSchema } from "../primitives.ts";
import { roleInputSchema } from "../roles/role.ts";
import { type UserInput, userInputSchema } from "../users/user.ts";
import { isCrewError } from "./crew-error.ts";
import { fieldErrors, validate } from "./validate.ts";

const good: UserInput = {
  name: { last: "Żak", first: "Ева", patronymic: null },
  email: "ewa@crewdock.test",
  login: "ewa",
  password: null,
  timeZone: "Europe/Warsaw",
  serviceNumber: null,
  positionId: null,
  departmentId: "d-1",
  groupIds: [],
  roleIds: [],
  sipAccount: null,
  mailAccounts: [],
};

const errorsOf = (change: object): Record<string, string> =>
  Object.fromEntries(
    fieldErrors(userInputSchema, { ...good, ...change }).map(({ pointer, code, params }) => [
      pointer,
      params ? `${code} ${JSON.stringify(params)}` : code,
    ]),
  );

test("a good user passes, and unknown members are dropped", () => {
  assert.deepEqual(validate(userInputSchema, { ...good, isAdmin: true }), good);
  assert.deepEqual(errorsOf({}), {});
});

test("every wrong field is told once, with a pointer and figures", () => {
  const server = { host: "", port: 70000, security: "ssl", username: "" };
  assert.deepEqual(
    errorsOf({
      name: { last: "  ", first: "x".repeat(101), patronymic: "a\nb" },
      email: "ewa@",
      login: "-ewa",
      timeZone: "Europe/Nowhere",
      departmentId: undefined,
      groupIds: Array.from({ length: 101 }, () => "g-1"),
      sipAccount: {
        id: null,
        login: "1",
        password: "",
        domain: "a b",
        port: 0,
        transport: "sctp",
        webSocketUrl: "http://x",
      },
      mailAccounts: [{ ...good, providerId: null, imap: server, smtp: { ...server, host: "ok.test", port: 1.5 } }],
    }),
    {
      "/name/last": "required",
      "/name/first": 'too_long {"max":100}',
      "/name/patronymic": "invalid_text",
      "/email": "invalid_email",
      "/login": "invalid_format",
      "/timeZone": "invalid_time_zone",
      "/departmentId": "required",
      "/groupIds": 'too_many {"max":100}',
      "/sipAccount/password": "required",
      "/sipAccount/domain": "invalid_host",
      "/sipAccount/port": 'too_small {"min":1}',
      "/sipAccount/transport": "invalid_option",
      "/sipAccount/webSocketUrl": "invalid_format",
      "/mailAccounts/0/imap/host": "required",
      "/mailAccounts/0/imap/port": 'too_large {"max":65535}',
      "/mailAccounts/0/imap/username": "required",
      "/mailAccounts/0/smtp/port": "invalid_format",
      "/mailAccounts/0/smtp/username": "required",
      "/mailAccounts/0/active": "required",
      "/mailAccounts/0/sentFolder": "required",
    },
  );
});

test("hostile text is stored as it is, but for what cannot be stored", () => {
  const kept = ["<img src=x onerror=alert(1)>", "'; DROP TABLE users; --", "👩🏽‍💻", "שלום‏", "می\u200cخواهم", "a\tb"];
  for (const text of kept) assert.deepEqual(errorsOf({ name: { ...good.name, last: text } }), {}, text);
  for (const text of ["a\u0000b", "\ud800", "a\udc00b", "a\u2028b", "a\rb", "Test\u202enohta", "\u2067a"])
    assert.deepEqual(errorsOf({ name: { ...good.name, last: text } }), { "/name/last": "invalid_text" }, text);
});

test("what others read keeps the direction of the text round it, secrets and searches are taken as they are", () => {
  const turned = "Test\u202enohta";
  const told = (schema: z.ZodMiniType, value: unknown): readonly string[] =>
    fieldErrors(schema, value).map(({ pointer, code }) => `${pointer} ${code}`);
  assert.deepEqual(told(roleInputSchema, { name: turned, description: `a\n${turned}`, grants: {} }), [
    "/name invalid_text",
    "/description invalid_text",
  ]);
  assert.deepEqual(told(callNotesSchema, { note: `a\n${turned}`, outcome: null }), ["/note invalid_text"]);
  assert.deepEqual(told(callNotesSchema, { note: "a\nb\u200f", outcome: null }), []);
  assert.deepEqual(errorsOf({ password: `correct horse ${turned}` }), {});
});

test("members with slashes and tildes are escaped in the pointer", () => {
  const schema = z.object({ "a/b~c": lineSchema(1, 5) });
  assert.deepEqual(fieldErrors(schema, { "a/b~c": "" }), [{ pointer: "/a~1b~0c", code: "required" }]);
});

test("what is no object at all is told with the empty pointer", () => {
  assert.deepEqual(fieldErrors(userInputSchema, null), [{ pointer: "", code: "required" }]);
  assert.deepEqual(fieldErrors(userInputSchema, "x"), [{ pointer: "", code: "invalid_format" }]);
});

test("validate throws one error with all fields and no value in its message", () => {
  const secret = "s3cret-value";
  try {
    validate(userInputSchema, { ...good, password: `${secret}\u0000` });
    assert.fail("passed");
  } catch (error) {
    assert.ok(isCrewError(error));
    assert.deepEqual(error.fields, [{ pointer: "/password", code: "invalid_text" }]);
    assert.ok(!`${error.message}${String(error.stack)}${JSON.stringify(error)}`.includes(secret));
  }
});
