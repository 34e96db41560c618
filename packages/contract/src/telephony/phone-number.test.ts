import assert from "node:assert/strict";
import { test } from "node:test";
import { validate } from "../errors/validate.ts";
import { sortNumbers } from "../serve/number-order.ts";
import { phoneNumberInputSchema, phoneNumberPatchSchema, phoneNumberSchema } from "./phone-number.ts";

const input = { number: "+48221234567", name: "Front desk", uses: ["calls"], departmentIds: null } as const;

test("uses and departments are sets: what is sent twice counts once, before anything is counted", () => {
  const twice = { uses: ["sms", "calls", "sms"], departmentIds: ["d-2", "d-1", "d-2"] };
  assert.deepEqual(validate(phoneNumberInputSchema, { ...input, ...twice }), {
    ...input,
    uses: ["sms", "calls"],
    departmentIds: ["d-2", "d-1"],
  });
  const many = Array.from({ length: 150 }, (_, index) => `d-${String(index % 100)}`);
  assert.equal(validate(phoneNumberPatchSchema, { departmentIds: many }).departmentIds?.length, 100);
});

test("what a backend answers is read as it is", () => {
  const answer = { ...input, id: "n-1", version: "1", uses: ["sms", "sms"] };
  assert.deepEqual(validate(phoneNumberSchema, answer), answer);
});

test("numbers stand by name whatever the case, the accents and the code points, namesakes by number", () => {
  const number = (name: string, number = "+1"): { name: string; number: string } => ({ name, number });
  const sorted = [
    number("Łódź"),
    number("mobile", "+48"),
    number("mobile", "+7"),
    number("Zürich"),
    number("Ёлка"),
    number("жук"),
  ];
  assert.deepEqual(sortNumbers(sorted.toReversed()), sorted);
});
