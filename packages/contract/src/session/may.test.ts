import assert from "node:assert/strict";
import { test } from "node:test";
import { type Capabilities, capabilitiesSchema } from "../capabilities.ts";
import { fieldCapability, unsupportedReason } from "./may.ts";

const document: Capabilities = {
  contract: "1.0",
  methods: {
    "users.list": { supported: true },
    "users.create": { supported: false, why: "other_plan" },
  },
  limits: { page: 200, bulk: 0 },
  concurrency: "etag",
  removal: "none",
  fields: {
    name: { write: false, why: "read_only" },
    "name.last": { write: true, maxLength: 40 },
    groupIds: { write: true, required: true },
  },
};

test("a method that is not named is not in the backend", () => {
  assert.equal(unsupportedReason(document, "users.list"), undefined);
  assert.equal(unsupportedReason(document, "users.create"), "other_plan");
  assert.equal(unsupportedReason(document, "mail.create"), "not_in_backend");
});

test("what is said of a member holds for those in it, unless more is said of them", () => {
  assert.deepEqual(fieldCapability(document, "name.first"), { write: false, why: "read_only" });
  assert.deepEqual(fieldCapability(document, "name.last"), { write: true, maxLength: 40 });
});

test("a member that nothing is said of is as the schema says", () => {
  assert.deepEqual(fieldCapability(document, "timeZone"), { write: true });
  assert.deepEqual(fieldCapability(document, "constructor"), { write: true });
  const { fields: _fields, ...plain } = document;
  assert.deepEqual(fieldCapability(plain, "name.first"), { write: true });
});

test("the document passes its own schema, with fields and without", () => {
  assert.deepEqual(capabilitiesSchema.parse(document), document);
  const { fields: _fields, ...plain } = document;
  assert.deepEqual(capabilitiesSchema.parse(plain), plain);
  const odd = { ...document, fields: { login: { write: true, maxLength: 0 } } };
  assert.equal(capabilitiesSchema.safeParse(odd).success, false);
});
