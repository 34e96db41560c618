// `npm run openapi` writes docs/openapi.json as the server generates it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openApiDocument } from "../packages/server/src/http/openapi.ts";
import { root } from "./steps.ts";

export const openApiFile: string = join(root, "docs/openapi.json");

/** The document as it is committed. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument("/crewdock"), null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(openApiFile, openApiText());
