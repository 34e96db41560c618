import assert from "node:assert/strict";
import { test } from "node:test";
import type * as z from "zod/mini";
import { catalogueActions } from "../rights/catalogue.ts";
import { defaultCatalogue } from "../rights/default-catalogue.ts";
import { type Operation, operations } from "./operations.ts";

type AnyOperation = Operation<Record<string, unknown>, unknown>;

const all = Object.entries(operations).flatMap(([port, verbs]) =>
  Object.entries(verbs as Readonly<Record<string, AnyOperation>>).map(([verb, operation]) => ({
    name: `${port}.${verb}`,
    operation,
    members: Object.keys((operation.input as unknown as z.ZodMiniObject)._zod.def.shape),
  })),
);

test("no two operations share method and path, also when ids are left open", () => {
  const seen = new Map<string, string>();
  for (const { name, operation } of all) {
    const route = `${operation.method} ${operation.path.replaceAll(/\{\w+\}/g, "{}")}`;
    assert.equal(seen.get(route), undefined, `${name} is at ${route} as well`);
    seen.set(route, name);
  }
});

test("members of path and body are members of the input", () => {
  for (const { name, operation, members } of all) {
    for (const [, member = ""] of operation.path.matchAll(/\{(\w+)\}/g)) assert.ok(members.includes(member), name);
    const { body } = operation;
    if (body !== undefined && body !== "*") assert.ok(members.includes(body), name);
    if (operation.method === "GET" || operation.method === "DELETE") assert.equal(body, undefined, name);
  }
});

test("every change of an existing record carries its version, every create a key", () => {
  for (const { name, operation, members } of all) {
    if (name === "calls.removeRecording") continue; // a recording is never changed, so nothing of it can be overwritten
    if (operation.method === "PATCH" || operation.method === "DELETE") assert.ok(members.includes("version"), name);
    if (name.endsWith(".create")) assert.equal(operation.idempotent, true, name);
  }
});

test("every right is in the catalogue", () => {
  const keys = new Set(catalogueActions(defaultCatalogue).map(({ key }) => key));
  for (const { name, operation } of all) if (operation.right !== null) assert.ok(keys.has(operation.right), name);
});

test("no answer has a member for a password but the credentials that expire", () => {
  const membersOf = (schema: unknown, seen = new Set<unknown>()): readonly string[] => {
    if (typeof schema !== "object" || schema === null || seen.has(schema)) return [];
    seen.add(schema);
    const def =
      (schema as { _zod?: { def?: Record<string, unknown> } })._zod?.def ?? (schema as Record<string, unknown>);
    const shape = (def["shape"] ?? {}) as Record<string, unknown>;
    const inner = ["element", "innerType", "valueType", "options"].map((key) => def[key]).flat();
    return [...Object.keys(shape), ...[...Object.values(shape), ...inner].flatMap((one) => membersOf(one, seen))];
  };
  const telling = all.filter(({ operation }) =>
    membersOf(operation.output).some((key) => /secret|password/i.test(key)),
  );
  // session: the password policy; mail providers: which kind of password works
  assert.deepEqual(
    telling.map(({ name }) => name),
    ["session.me", "telephony.credentials", "mail.providers", "mail.discover"],
  );
});
