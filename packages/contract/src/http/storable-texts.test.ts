import assert from "node:assert/strict";
import { test } from "node:test";
import type * as z from "zod/mini";
import { type Operation, operations } from "./operations.ts";

type AnyOperation = Operation<Record<string, unknown>, unknown>;
type Def = z.core.$ZodTypeDef & Readonly<Record<string, unknown>>;

/** Texts that JSON or PostgreSQL cannot carry, in several guises so that one passes whatever else a schema asks for. */
const unstorable = ["\u0000", "\ud800", "\udc00"].flatMap((bad) => [bad, `a${bad}b`, `ab.${bad}c`, `+7${bad}123`]);

/** Members of inputs that are sent in a header or are read by the backend that made them, never stored. */
const neverStored = /(?:^|\/)(?:version|cursor)$/;

function textsThatTake(schema: unknown, path: string): readonly string[] {
  const def = (schema as { readonly _zod: { readonly def: Def } })._zod.def;
  const inner = (key: string, name = path): readonly string[] => (def[key] ? textsThatTake(def[key], name) : []);
  switch (def.type) {
    case "string": {
      const takes = unstorable.some((text) => (schema as z.ZodMiniType).safeParse(text).success);
      return takes ? [path] : [];
    }
    case "object":
      return Object.entries(def["shape"] as object).flatMap(([name, member]) =>
        textsThatTake(member, `${path}/${name}`),
      );
    case "union":
      return (def["options"] as readonly unknown[]).flatMap((option) => textsThatTake(option, path));
    case "record":
      return [...inner("keyType", `${path}/{key}`), ...inner("valueType", `${path}/{value}`)];
    default:
      return [...inner("element", `${path}/0`), ...inner("innerType")];
  }
}

test("no text of any input takes a zero character or half of a surrogate pair", () => {
  const taking = Object.entries(operations).flatMap(([port, verbs]) =>
    Object.entries(verbs as Readonly<Record<string, AnyOperation>>).flatMap(([verb, { input }]) =>
      textsThatTake(input, `${port}.${verb}`),
    ),
  );
  assert.deepEqual(
    taking.filter((path) => !neverStored.test(path)),
    [],
  );
  assert.ok(taking.length > 0, "the walk finds nothing");
});
