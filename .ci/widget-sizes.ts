import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import nodeResolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import { type OutputChunk, rollup } from "rollup";
import { literalsFirst } from "./literals-first.mjs";
import { minifyCss } from "./minify-css.mjs";
import { sipGrammar } from "./sip-grammar.mjs";
import { root } from "./steps.ts";
import { terserOptions } from "./terser-options.mjs";

/** What one entry makes a browser load, in gzip bytes. */
export interface WidgetSize {
  readonly entry: string;
  /** Entry and everything it imports statically, libraries and kit included: what is loaded before it works. */
  readonly load: number;
  /** Each part that is loaded later, when somebody opens what needs it. */
  readonly lazy: Readonly<Record<string, number>>;
  /** Load and every later part but the other languages and the sections: the most that one person can come to load. */
  readonly everything: number;
  /**
   * By folder of a `sections` folder, what opening that section makes a browser load besides: chunks that are reached
   * through sections only, English alone. What two of them share counts with both. `switch` is what offers them.
   */
  readonly sections: Readonly<Record<string, number>>;
  readonly ceilings: Ceilings;
  /** The minified code of every chunk, for the checks of what must not be in it. */
  readonly code: string;
}

/** Held close above what it is, about a hundredth, so that growth is a decision: docs/decisions/0009. */
interface Ceilings {
  readonly load: number;
  readonly everything: number;
}

interface Entry {
  readonly name: string;
  readonly className: string;
  readonly ceilings: Ceilings;
}

export const entries: readonly Entry[] = [
  { name: "user-manager", className: "CrewUserManager", ceilings: { load: 35_700, everything: 80_000 } },
  { name: "role-editor", className: "CrewRoleEditor", ceilings: { load: 42_200, everything: 61_500 } },
  { name: "mail-wizard", className: "CrewMailWizard", ceilings: { load: 34_700, everything: 38_000 } },
  { name: "softphone", className: "CrewSoftphone", ceilings: { load: 20_450, everything: 73_800 } },
];

/** Ceiling of the phone's lazy SIP part. */
export const sipCeiling: number = 34_450;

/**
 * Ceiling of each section, by the widget and its folder in the widget's `sections`. `rule-check` is what an edit of a role
 * brings of the rules, `broken-rules` what a refusal brings that names the rules it is for.
 */
export const sectionCeilings: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "user-manager": {
    "broken-rules": 5_550,
  },
  "role-editor": {
    switch: 1_300,
    people: 11_850,
    compare: 10_650,
    "check-up": 8_250,
    unused: 10_900, // a part of the check-up that comes after it, which counts again here
    exchange: 15_200,
    rules: 5_500,
    "rule-check": 3_750,
    "broken-rules": 2_215,
  },
};

/** A chunk that is imported from a `sections` folder, with the section's name where it is one. */
const sectionChunk = /\/sections\/(?:(?!messages|common)(?<section>[^/]+)\/index|sections\.view)\.js$/;

/** Chunks that hold the texts of another language. */
const otherLanguage = /^(?:ru|pl|pt-BR)\d*$/;

const VIRTUAL = "\0entry";

/** Bundles one widget as a page would, from the compiled package. */
export async function widgetSize({ name, className, ceilings }: Entry): Promise<WidgetSize> {
  const source = join(root, "packages/widgets/dist", name, "index.js");
  const bundle = await rollup({
    input: VIRTUAL,
    plugins: [
      {
        name: "entry",
        resolveId: (id: string) => (id === VIRTUAL ? id : null),
        load: (id: string) =>
          id === VIRTUAL
            ? `import { ${className} } from ${JSON.stringify(source)}; customElements.define("crew-${name}", ${className});`
            : null,
      },
      sipGrammar(),
      minifyCss(),
      nodeResolve({ browser: true }),
      literalsFirst(),
      terser(terserOptions),
    ],
    onwarn: () => {},
  });
  const { output } = await bundle.generate({ format: "es", generatedCode: "es2015", chunkFileNames: "[name].js" });
  await bundle.close();
  const chunks = new Map(
    output.filter((part): part is OutputChunk => part.type === "chunk").map((chunk) => [chunk.fileName, chunk]),
  );
  const entry = [...chunks.values()].find((chunk) => chunk.isEntry);
  if (!entry) throw new Error(`no entry chunk for ${name}`);
  /** The chunks that are reached from one, by static imports and, where `later` says so, by dynamic ones. */
  const reach = (from: string, later: (to: OutputChunk) => boolean, found: Set<string> = new Set()): Set<string> => {
    const chunk = chunks.get(from);
    if (chunk === undefined || found.has(from)) return found;
    found.add(from);
    for (const next of chunk.imports) reach(next, later, found);
    for (const next of chunk.dynamicImports) {
      const to = chunks.get(next);
      if (to !== undefined && later(to)) reach(next, later, found);
    }
    return found;
  };
  // A chunk that others take something from besides has no module as its face.
  const sectionOf = ({ facadeModuleId, moduleIds }: OutputChunk): RegExpExecArray | null =>
    sectionChunk.exec(facadeModuleId ?? moduleIds.find((id) => sectionChunk.test(id)) ?? "");
  const isSection = (chunk: OutputChunk): boolean => sectionOf(chunk) !== null;
  const initial = reach(entry.fileName, () => false);
  const without = reach(entry.fileName, (to) => !isSection(to));
  const gzip = (fileName: string): number => gzipSync(chunks.get(fileName)?.code ?? "", { level: 9 }).length;
  const sum = (fileNames: Iterable<string>): number =>
    [...fileNames]
      .filter((fileName) => !otherLanguage.test(fileName.replace(/\.js$/, "")))
      .reduce((bytes, fileName) => bytes + gzip(fileName), 0);
  const lazy = Object.fromEntries(
    [...chunks.keys()]
      .filter((fileName) => !initial.has(fileName))
      .map((fileName) => [fileName.replace(/\.js$/, ""), gzip(fileName)]),
  );
  const sections = Object.fromEntries(
    [...chunks.values()].filter(isSection).map((chunk) => {
      const own = reach(chunk.fileName, (to) => !isSection(to));
      const section = sectionOf(chunk)?.groups?.["section"] ?? "switch";
      return [section, sum([...own].filter((fileName) => !without.has(fileName)))];
    }),
  );
  return {
    entry: name,
    load: sum(initial),
    lazy,
    everything: sum(without),
    sections,
    ceilings,
    code: [...chunks.values()].map((chunk) => chunk.code).join("\n"),
  };
}

/** Gzip bytes of the bare libraries that every widget stands on, for comparison in the same run. */
export async function bareSize(statement: string): Promise<number> {
  const bundle = await rollup({
    input: VIRTUAL,
    plugins: [
      {
        name: "entry",
        resolveId: (id: string) => (id === VIRTUAL ? join(root, "packages/widgets/dist/bare.js") : null),
        load: (id: string) => (id.endsWith("/bare.js") ? statement : null),
      },
      nodeResolve({ browser: true }),
      terser(terserOptions),
    ],
    onwarn: () => {},
  });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  return gzipSync(output[0].code, { level: 9 }).length;
}

/** The project's version, for reports. */
export function version(): string {
  return (JSON.parse(readFileSync(join(root, "packages/widgets/package.json"), "utf8")) as { version: string }).version;
}
