import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { breakingChanges, forbiddenChanges, type OpenApiDocument } from "./openapi-changes.ts";
import { brokenSinceRelease, openApiFile, openApiText } from "./openapi.ts";

test("docs/openapi.json is what the server generates; `npm run openapi` refreshes it", () => {
  assert.ok(readFileSync(openApiFile, "utf8") === openApiText(), "docs/openapi.json is not up to date");
});

test("the OpenAPI document is valid", async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(openApiText()) as object);
  assert.ok(valid, JSON.stringify(errors));
});

test("nothing that was released is broken without a new major version of the contract", () => {
  assert.deepEqual(brokenSinceRelease(), []);
});

interface Property {
  type?: string;
  maxLength?: number;
  enum?: string[];
  items?: Schema;
}
interface Schema {
  type?: string;
  required: string[];
  properties: Record<string, Property>;
}
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: object;
}
interface Verb {
  parameters: Parameter[];
  requestBody: { content: { "application/json": { schema: Schema } } };
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
}
interface Document extends OpenApiDocument {
  info: { version: string };
  paths: Record<string, Record<string, Verb>>;
  components: { schemas: Record<string, Schema> };
}

describe("a change of the document", () => {
  const verb = (document: Document, method: "get" | "post"): Verb => {
    const path = Object.keys(document.paths).find((name) => name.endsWith("/users")) ?? "";
    return document.paths[path]![method]!;
  };
  const sent = (document: Document): Schema => verb(document, "post").requestBody.content["application/json"].schema;
  const answered = (document: Document): Schema =>
    verb(document, "get").responses["200"]!.content["application/json"]!.schema;
  const errorCodesOf = (document: Document): string[] =>
    document.components.schemas["Problem"]!.properties["code"]!.enum!;
  const statesOf = (document: Document): string[] =>
    answered(document).properties["items"]!.items!.properties["state"]!.enum!;
  const drop = (schema: Schema, name: string): void => {
    delete schema.properties[name];
    schema.required = schema.required.filter((other) => other !== name);
  };
  const demand = (schema: Schema, name: string): void => {
    schema.properties[name] = { type: "string" };
    schema.required.push(name);
  };
  const changes: readonly (readonly [name: string, breaks: boolean, change: (document: Document) => void])[] = [
    ["no change", false, () => {}],
    ["a path goes", true, (d) => delete d.paths[Object.keys(d.paths)[0] ?? ""]],
    ["a path comes", false, (d) => (d.paths["/new"] = structuredClone(Object.values(d.paths)[0]!))],
    ["a member of a body is demanded anew", true, (d) => demand(sent(d), "another")],
    ["a member of a body can be given", false, (d) => (sent(d).properties["another"] = { type: "string" })],
    ["a member of a body is no longer taken", true, (d) => drop(sent(d), "email")],
    ["a member of a body may not be as long", true, (d) => (sent(d).properties["login"]!.maxLength = 3)],
    ["a member of an answer goes", true, (d) => drop(answered(d), "total")],
    ["a member of an answer may be missing", true, (d) => (answered(d).required = ["items"])],
    ["a member of an answer comes", false, (d) => (answered(d).properties["another"] = { type: "string" })],
    ["an error code comes", false, (d) => errorCodesOf(d).push("another")],
    ["an error code goes", true, (d) => errorCodesOf(d).pop()],
    ["a state of an answer comes", true, (d) => statesOf(d).push("another")],
    ["a parameter is demanded", true, (d) => (verb(d, "get").parameters[0]!.required = true)],
    ["a parameter goes", true, (d) => verb(d, "get").parameters.pop()],
    [
      "a parameter can be given",
      false,
      (d) => verb(d, "get").parameters.push({ name: "another", in: "query", schema: { type: "string" } }),
    ],
  ];
  const whole = JSON.parse(openApiText()) as Document;
  const before: Document = {
    ...whole,
    paths: Object.fromEntries(Object.entries(whole.paths).filter(([path]) => /\/(?:session|users)$/.test(path))),
  };
  for (const [name, breaks, change] of changes) {
    test(`${name}: ${breaks ? "breaks" : "is compatible"}`, () => {
      const after = structuredClone(before);
      change(after);
      assert.equal(breakingChanges(before, after).length > 0, breaks);
      after.info.version = "99.0";
      assert.deepEqual(forbiddenChanges(before, after), [], "a new major version may break");
    });
  }
});
