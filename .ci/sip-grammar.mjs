import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const fromRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const module = "softphone/engine/sip-js/grammar";

const isGrammarOfSipJs = (source, importer) =>
  /\bgrammar\/grammar\.js$/.test(source) && importer !== undefined && importer.includes("/sip.js/lib/");

/**
 * Puts the phone's grammar in the place of sip.js's own, whose modules import it from each other so that nothing but a
 * build can: a fifth of the whole stack, of which a phone needs a tenth.
 */
export function sipGrammar() {
  return {
    name: "sip-grammar",
    resolveId: (source, importer) =>
      isGrammarOfSipJs(source, importer) ? fromRoot(`packages/widgets/dist/${module}.js`) : null,
  };
}

/** The same for the browser tests, which run without a build: what is tested is what is loaded. */
export function sipGrammarInTests() {
  return {
    name: "sip-grammar",
    resolveImport: ({ source, context }) =>
      isGrammarOfSipJs(source, context.path) ? `/packages/widgets/src/${module}.ts` : undefined,
  };
}

/** The same for tests that bundle the sources with esbuild. */
export function sipGrammarInEsbuild() {
  return {
    name: "sip-grammar",
    setup: (build) =>
      build.onResolve({ filter: /grammar\.js$/ }, ({ path, importer }) =>
        isGrammarOfSipJs(path, importer) ? { path: fromRoot(`packages/widgets/src/${module}.ts`) } : undefined,
      ),
  };
}

/** Puts the licence of sip.js above what is built from it, once. */
export function sipLicence() {
  const licence = readFileSync(fromRoot("node_modules/sip.js/LICENSE.md"), "utf8").trim();
  return {
    name: "sip-licence",
    renderChunk: (code) =>
      code.includes(licence) ? null : { code: `/*! sip.js\n\n${licence}\n*/\n${code}`, map: null },
  };
}
