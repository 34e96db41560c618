import type * as z from "zod/mini";

type Schema = z.core.$ZodType;
/** Reads a value as a schema does, or answers {@link WRONG}. */
type Reader = (value: unknown) => unknown;

const WRONG: unique symbol = Symbol("wrong");
const readers = new WeakMap<Schema, Reader>();

/**
 * Reads an answer as its schema does: unknown members dropped, every check made. Objects, lists and plain texts, which
 * answers are made of, are walked here in less time; whatever else there is the schema reads by itself.
 * @returns undefined when the value does not fit; ask the schema why
 */
export function readOutput(schema: Schema, value: unknown): { readonly data: unknown } | undefined {
  const data = readerOf(schema)(value);
  return data === WRONG ? undefined : { data };
}

function readerOf(schema: Schema): Reader {
  const known = readers.get(schema);
  if (known) return known;
  const reader = makeReader(schema);
  readers.set(schema, reader);
  return reader;
}

function makeReader(schema: Schema): Reader {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  if (def.checks && def.checks.length > 0) return readBySchema(schema);
  switch (def.type) {
    case "object":
      return def.catchall ? readBySchema(schema) : readObject(def.shape);
    case "array":
      return readArray(readerOf(def.element));
    case "nullable": {
      const inner = readerOf(def.innerType);
      return (value) => (value === null ? null : inner(value));
    }
    case "string":
      // A format is a check as well, and stands in the definition.
      return "format" in def || "coerce" in def ? readBySchema(schema) : readText;
    default:
      return readBySchema(schema);
  }
}

const readText: Reader = (value) => (typeof value === "string" ? value : WRONG);

function readBySchema(schema: Schema): Reader {
  return (value) => {
    const result = schema._zod.run({ value, issues: [] }, { async: false });
    if (result instanceof Promise) throw new TypeError("the schema of an answer cannot wait");
    return result.issues.length > 0 ? WRONG : result.value;
  };
}

function readArray(element: Reader): Reader {
  return (value) => {
    if (!Array.isArray(value)) return WRONG;
    const items: unknown[] = [];
    for (const item of value as readonly unknown[]) {
      const read = element(item);
      if (read === WRONG) return WRONG;
      items.push(read);
    }
    return items;
  };
}

function readObject(shape: Readonly<Record<string, Schema>>): Reader {
  const members = Object.entries(shape).map(([name, schema]) => ({
    name,
    read: readerOf(schema),
    mayBeAbsent: schema._zod.optin === "optional" && schema._zod.optout === "optional",
  }));
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return WRONG;
    const found: Record<string, unknown> = {};
    for (const { name, read, mayBeAbsent } of members) {
      const member = (value as Readonly<Record<string, unknown>>)[name];
      if (member === undefined && mayBeAbsent && !(name in value)) continue;
      const result = read(member);
      if (result === WRONG) return WRONG;
      if (result !== undefined || name in value) found[name] = result;
    }
    return found;
  };
}
