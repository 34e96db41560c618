import assert from "node:assert/strict";
import { test } from "node:test";
import * as z from "zod/mini";
import { operations } from "../http/operations.ts";
import { sampleCompany } from "../sample/index.ts";
import { readOutput } from "./output-reader.ts";

const schemas: Readonly<Record<string, z.ZodMiniType>> = {
  object: z.object({ a: z.string(), b: z.nullable(z.string()), list: z.array(z.object({ n: z.number() })) }),
  checked: z.object({ short: z.string().check(z.maxLength(3)), some: z.array(z.string()).check(z.maxLength(2)) }),
  absent: z.object({ a: z.optional(z.string()), b: z.exactOptional(z.string()), c: z._default(z.string(), "none") }),
  strict: z.strictObject({ a: z.string() }),
  loose: z.looseObject({ a: z.string() }),
  formats: z.object({ at: z.iso.datetime(), id: z.uuid() }),
  mixed: z.object({
    kind: z.enum(["x", "y"]),
    either: z.union([z.string(), z.null()]),
    all: z.record(z.string(), z.number()),
  }),
  page: operations.users.list.output as unknown as z.ZodMiniType,
};

const values: readonly unknown[] = [
  undefined,
  null,
  [],
  "text",
  {},
  { a: "x", b: null, list: [{ n: 1, more: 2 }], extra: true },
  { a: "x", b: undefined, list: [] },
  { a: 1, b: "x", list: [{ n: "1" }] },
  { short: "abc", some: ["a"] },
  { short: "abcd", some: ["a"] },
  { short: "a", some: ["a", "b", "c"] },
  { a: undefined },
  { b: undefined },
  { a: "x", b: "y", c: "z" },
  { a: "x" },
  { at: "2026-03-01T09:30:00Z", id: "7f3e1a52-8f5d-4b8e-9d55-3f0f1f7c2f10" },
  { at: "yesterday", id: "7" },
  { kind: "x", either: null, all: { one: 1 } },
  { kind: "z", either: 1, all: { one: "1" } },
  { items: sampleCompany().users, nextCursor: null, total: { value: 60, relation: "eq" } },
  {
    items: [{ ...sampleCompany().users[0], password: "planted" }],
    nextCursor: null,
    total: { value: 1, relation: "eq" },
  },
  { items: [{ ...sampleCompany().users[0], email: 7 }], nextCursor: null, total: { value: 1, relation: "eq" } },
];

for (const [name, schema] of Object.entries(schemas)) {
  test(`an answer is read as its schema reads it: ${name}`, () => {
    let fits = 0;
    for (const value of values) {
      const expected = schema.safeParse(value);
      const read = readOutput(schema, value);
      assert.equal(read !== undefined, expected.success, JSON.stringify(value)?.slice(0, 200));
      if (!read || !expected.success) continue;
      fits++;
      assert.deepEqual(read.data, expected.data);
    }
    assert.ok(fits > 0, "no value fits");
  });
}
