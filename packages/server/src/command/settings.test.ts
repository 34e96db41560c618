import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Setting, settings } from "./settings.ts";

const page = readFileSync(new URL("../../../../docs/operations.md", import.meta.url), "utf8");

test("docs/operations.md has one row for each variable, with what the help says of it", () => {
  const rows = Object.entries(settings).map(([name, { about, fallback, secret }]: [string, Setting<unknown>]) => {
    return `| \`${name}\`${secret ? " *" : ""} | ${fallback === undefined ? "" : `\`${fallback}\``} | ${about} |`;
  });
  const written = page.split("\n").filter((row) => /^\| `(?:CREWDOCK_|DATABASE_URL|HOST|PORT)/.test(row));
  assert.deepEqual(written, rows);
});

test("every default is a value that its variable takes", () => {
  for (const [name, { schema, fallback }] of Object.entries(settings) as [string, Setting<unknown>][])
    if (fallback !== undefined) assert.ok(schema.safeParse(fallback).success, name);
});
