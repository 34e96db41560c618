import { defOf, type SchemaDef, shapeOf } from "../kit/operations.ts";

/** What texts look like by the name of their member, where a schema's own rules cannot be read off it. */
const texts: Readonly<Record<string, string>> = {
  email: "somebody@crewdock.test",
  domain: "crewdock.test",
  host: "mail.invalid",
  timeZone: "Europe/Moscow",
  webSocketUrl: "wss://crewdock.test/sip",
  number: "+442079460999",
  address: "192.0.2.7",
  network: "192.0.2.0/24",
  country: "PL",
};

/**
 * A value that fits a schema, with every member filled in: nothing null, nothing left out, one item in each list.
 * Ids in it lead nowhere.
 */
export function sampleOf(schema: unknown, member = ""): unknown {
  const def = defOf(schema);
  switch (def.type) {
    case "object":
      return Object.fromEntries(Object.entries(shapeOf(schema)).map(([name, inner]) => [name, sampleOf(inner, name)]));
    case "array":
      return [sampleOf(def.element, member)];
    case "record":
      return { "no.such": sampleOf(def.valueType) };
    case "nullable":
    case "optional":
    case "default":
    case "readonly":
      return sampleOf(def.innerType, member);
    case "union":
      return sampleOf(def.options?.[0], member);
    case "enum":
      return Object.values(def.entries ?? {})[0];
    case "literal":
      return def.values?.[0];
    case "boolean":
      return true;
    case "number":
      return Math.max(1, lowest(def));
    case "string":
      return text(def, member);
    default:
      return null;
  }
}

function lowest({ checks = [] }: SchemaDef): number {
  return Math.max(...checks.map(({ _zod: { def } }) => (def.check === "greater_than" ? (def.value ?? 0) : 0)), 0);
}

function text({ format }: SchemaDef, member: string): string {
  if (format === "datetime") return "2026-03-01T09:00:00.000Z";
  if (format === "date") return "2026-03-01";
  return texts[member] ?? "x-none";
}
