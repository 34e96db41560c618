// `npm run openapi` writes docs/openapi.json as the server generates it; `npm run openapi -- --release` also sets what
// later documents have to be compatible with.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openApiDocument } from "../packages/server/src/http/openapi.ts";
import { forbiddenChanges, type OpenApiDocument } from "./openapi-changes.ts";
import { root } from "./steps.ts";

export const openApiFile: string = join(root, "docs/openapi.json");

/** The document of the contract's last release. */
const releasedFile = join(root, "docs/openapi.released.json");

/** The document as it is committed. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument("/crewdock"), null, 1)}\n`;
}

/** What the present document breaks for those who rely on the last release. */
export function brokenSinceRelease(): readonly string[] {
  const released = JSON.parse(readFileSync(releasedFile, "utf8")) as OpenApiDocument;
  return forbiddenChanges(released, JSON.parse(openApiText()) as OpenApiDocument);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(openApiFile, openApiText());
  if (process.argv.includes("--release")) {
    const broken = brokenSinceRelease();
    if (broken.length > 0) throw new Error(`raise the contract's major version first:\n${broken.join("\n")}`);
    writeFileSync(releasedFile, openApiText());
  }
}
