import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { openApiFile, openApiText } from "./openapi.ts";

test("docs/openapi.json is what the server generates; `npm run openapi` refreshes it", () => {
  assert.ok(readFileSync(openApiFile, "utf8") === openApiText(), "docs/openapi.json is not up to date");
});

test("the OpenAPI document is valid", async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(openApiText()) as object);
  assert.ok(valid, JSON.stringify(errors));
});
