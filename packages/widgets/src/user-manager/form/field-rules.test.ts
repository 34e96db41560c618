import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { type Capabilities, connect } from "@crewdock/contract";
import { fieldRules, shownSections } from "./field-rules.ts";
import { complaintAbout } from "./validators.ts";
import { emptyValues } from "./values.ts";

const client = connect(createMemoryAdapter(), () => "en");
const { capabilities, policy } = await client.session.me({});
const having = (fields: Capabilities["fields"], without = "-"): Capabilities => ({
  ...capabilities,
  methods: Object.fromEntries(Object.entries(capabilities.methods).filter(([name]) => !name.startsWith(`${without}.`))),
  fields,
});

test("without a word of the backend every field can be written", () => {
  const rules = fieldRules(having(undefined), true);
  const values = emptyValues("Europe/Moscow", false);
  for (const field of Object.keys(values) as (keyof typeof values)[]) assert.equal(rules.refusal(field), undefined);
});

test("what is said of a member holds for all fields that it takes", () => {
  const rules = fieldRules(
    having({ sipAccount: { write: false, why: "other_plan" }, password: { write: false } }),
    false,
  );
  assert.equal(rules.refusal("sipDomain"), "other_plan");
  assert.deepEqual([rules.refusal("access"), rules.refusal("passwordAgain")], ["not_in_backend", "not_in_backend"]);
});

test("without verbs telephony and mail are left out, unless the backend says that accounts can be written", () => {
  const values = emptyValues("Europe/Moscow", false);
  const sections = (document: Capabilities, isNew: boolean): readonly string[] =>
    [...shownSections(fieldRules(document, isNew), values, 0)].sort();
  assert.deepEqual(sections(having({}, "telephony"), false), ["access", "mail", "person", "work"]);
  assert.deepEqual(sections(having({}, "mail"), true), ["access", "person", "telephony", "work"]);
  assert.ok(sections(having({ sipAccount: { write: true } }, "telephony"), true).includes("telephony"));
});

test("of somebody new nothing is shown that cannot be written, of others what there is to read or could be had", () => {
  const fields = { serviceNumber: { write: false }, groupIds: { write: false, why: "other_plan" } } as const;
  assert.equal(fieldRules(having(fields), true).shows("serviceNumber", false), false);
  const rules = fieldRules(having(fields), false);
  assert.deepEqual(
    [rules.shows("serviceNumber", true), rules.shows("serviceNumber", false), rules.shows("groupIds", true)],
    [false, true, true],
  );
});

test("the form respects what is required and how long it may be, and judges nothing that cannot be written", () => {
  const fields = fieldRules(
    having({
      serviceNumber: { write: true, required: true, maxLength: 3 },
      roleIds: { write: true, required: true },
      sipAccount: { write: true, required: true },
      "name.last": { write: false },
    }),
    true,
  );
  const values = emptyValues("Europe/Moscow", false);
  const rules = { policy, sipPasswordStored: () => false, fields };
  for (const field of ["serviceNumber", "roleIds", "sipOn"] as const)
    assert.deepEqual(complaintAbout(field, values, rules), { code: "required" }, field);
  assert.deepEqual(complaintAbout("serviceNumber", { ...values, serviceNumber: "1234" }, rules), {
    code: "too_long",
    params: { max: 3 },
  });
  assert.equal(complaintAbout("last", values, rules), undefined);
  assert.equal(complaintAbout("sipId", values, rules), undefined);
});
