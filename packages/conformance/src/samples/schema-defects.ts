import { fieldErrors } from "@crewdock/contract";
import { defOf, type Method, type SchemaDef, shapeOf } from "../kit/operations.ts";
import { sampleOf } from "./schema-samples.ts";

/** One way in which an input can be wrong, and what the contract says to it. */
export interface Defect {
  /** Such as `/name/last is too long`. */
  readonly name: string;
  /** The pointer of what is wrong. */
  readonly field: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Codes by pointer, relative to what is sent as the body. */
  readonly errors: Readonly<Record<string, string>>;
}

type Path = readonly (string | number)[];

interface WrongValue {
  readonly what: string;
  readonly value: unknown;
}

/** A value for a member that is to be left out. */
const absent = Symbol("absent");

/**
 * Every single defect of a method's input that its schema tells: members missing, of another type, too long, too short,
 * out of range, outside of the options. Members of the path and the version are left alone: they have answers of their own.
 */
export function defectsOf(method: Method): readonly Defect[] {
  const { operation, pathMembers, versioned } = method;
  const valid = sampleOf(operation.input) as Readonly<Record<string, unknown>>;
  const apart = new Set([...pathMembers, ...(versioned ? ["version"] : []), "cursor"]);
  const inQuery = operation.body === undefined;
  return Object.entries(shapeOf(operation.input))
    .filter(([member]) => !apart.has(member) && operation.answer !== "sse")
    .flatMap(([member, schema]) => defectsAt(schema, [member], inQuery))
    .flatMap(({ path, what, value }): Defect[] => {
      const input = withValue(valid, path, value) as Readonly<Record<string, unknown>>;
      const found = fieldErrors(operation.input, input);
      if (found.length === 0) return [];
      const errors = Object.fromEntries(found.map(({ pointer, code }) => [relative(pointer, operation.body), code]));
      const field = relative(`/${path.join("/")}`, operation.body) || "body";
      return [{ name: `${field} ${what}`, field, input, errors }];
    });
}

function relative(pointer: string, body: PropertyKey | undefined): string {
  const prefix = `/${String(body)}`;
  if (body === undefined || body === "*") return pointer;
  return pointer === prefix || pointer.startsWith(`${prefix}/`) ? pointer.slice(prefix.length) : pointer;
}

function defectsAt(schema: unknown, path: Path, inQuery: boolean): readonly (WrongValue & { readonly path: Path })[] {
  const def = defOf(schema);
  const here = wrongValues(def, inQuery).map((wrong) => ({ ...wrong, path }));
  switch (def.type) {
    case "object":
      return [
        ...here,
        ...Object.entries(shapeOf(schema)).flatMap(([member, inner]) => {
          const required = !["optional", "default"].includes(defOf(inner).type);
          return [
            ...(required ? [{ what: "is missing", value: absent, path: [...path, member] }] : []),
            ...defectsAt(inner, [...path, member], inQuery),
          ];
        }),
      ];
    case "array":
      return [...here, ...defectsAt(def.element, [...path, 0], inQuery)];
    case "nullable":
    case "optional":
    case "default":
    case "readonly":
      return defectsAt(def.innerType, path, inQuery);
    case "union":
      return [...here, ...defectsAt(def.options?.[0], path, inQuery)];
    default:
      return here;
  }
}

/** Over HTTP texts in a query are always texts, so another type cannot be told there. */
function wrongValues(def: SchemaDef, inQuery: boolean): readonly WrongValue[] {
  const otherType = (value: unknown): readonly WrongValue[] => [{ what: "is of another type", value }];
  switch (def.type) {
    case "string":
      return [...(inQuery ? [] : otherType(7)), ...wrongTexts(def)];
    case "number":
      return [...otherType("many"), ...wrongNumbers(def)];
    case "boolean":
      return otherType("yes");
    case "enum":
      return [{ what: "is none of the options", value: "no-such-option" }];
    case "array":
      return [...otherType("none"), ...wrongLists(def)];
    case "object":
      return inQuery ? [] : otherType("text");
    case "record":
      return [...otherType("text"), { what: "has a value that is none of the options", value: { "no.such": "far" } }];
    default:
      return [];
  }
}

function limits({ checks = [] }: SchemaDef, check: string): number | undefined {
  const found = checks.find(({ _zod }) => _zod.def.check === check)?._zod.def;
  return found?.maximum ?? found?.minimum ?? found?.value;
}

function wrongTexts(def: SchemaDef): readonly WrongValue[] {
  const longest = limits(def, "max_length");
  return [
    ...(longest === undefined ? [] : [{ what: "is too long", value: "x".repeat(longest + 1) }]),
    { what: "is empty", value: "" },
    { what: "has a line break in it", value: "a\nb" },
    { what: "has a zero character in it", value: "a\u0000b" },
    { what: "is malformed", value: "a b@@ c" },
  ];
}

function wrongNumbers(def: SchemaDef): readonly WrongValue[] {
  const [least, most] = [limits(def, "greater_than"), limits(def, "less_than")];
  return [
    ...(least === undefined ? [] : [{ what: "is too small", value: least - 1 }]),
    ...(most === undefined ? [] : [{ what: "is too large", value: most + 1 }]),
    { what: "is not whole", value: 1.5 },
  ];
}

function wrongLists(def: SchemaDef): readonly WrongValue[] {
  const most = limits(def, "max_length");
  if (most === undefined) return [];
  return [{ what: "has too many items", value: Array.from({ length: most + 1 }, () => sampleOf(def.element)) }];
}

function withValue(root: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(root)) return root.map((item, index) => (index === step ? withValue(item, rest, value) : item));
  const members = Object.entries(root as object);
  return Object.fromEntries(
    members.flatMap(([key, inner]) => {
      if (key !== String(step)) return [[key, inner]];
      return rest.length === 0 && value === absent ? [] : [[key, withValue(inner, rest, value)]];
    }),
  );
}
