import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import nodeResolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import { type OutputChunk, rollup } from "rollup";
import { minifyCss } from "./minify-css.mjs";
import { root } from "./steps.ts";

/** What one entry makes a browser load, in gzip bytes. */
export interface WidgetSize {
  readonly entry: string;
  /** Entry and everything it imports statically: what is loaded before it works. */
  readonly load: number;
  /** Each part that is loaded later, when it is needed. */
  readonly lazy: Readonly<Record<string, number>>;
  /** Load and all lazy parts together. */
  readonly all: number;
  /** Ceiling of `load` in bytes, and which figure it holds for. */
  readonly ceiling: number;
  readonly measured: "load" | "all";
  /** The minified code of every chunk, for the checks of what must not be in it. */
  readonly code: string;
}

interface Entry {
  readonly name: string;
  readonly className: string;
  readonly ceiling: number;
  readonly measured: "load" | "all";
}

const KB = 1000;

/** The user manager carries the mail wizard as a lazy part; its ceiling counts it in. The phone's SIP stack has its own. */
export const entries: readonly Entry[] = [
  { name: "user-manager", className: "CrewUserManager", ceiling: 45 * KB, measured: "all" },
  { name: "role-editor", className: "CrewRoleEditor", ceiling: 45 * KB, measured: "all" },
  { name: "mail-wizard", className: "CrewMailWizard", ceiling: 45 * KB, measured: "all" },
  { name: "softphone", className: "CrewSoftphone", ceiling: 25 * KB, measured: "load" },
];

/** Ceiling of the phone's lazy SIP part. */
export const sipCeiling: number = 55 * KB;

const VIRTUAL = "\0entry";

/** Bundles one widget as a page would, from the compiled package. */
export async function widgetSize({ name, className, ceiling, measured }: Entry): Promise<WidgetSize> {
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
      minifyCss(),
      nodeResolve({ browser: true }),
      terser({ ecma: 2020, module: true, compress: { passes: 2 }, format: { comments: false } }),
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
  const initial = new Set<string>();
  const visit = (fileName: string): void => {
    if (initial.has(fileName)) return;
    initial.add(fileName);
    for (const next of chunks.get(fileName)?.imports ?? []) if (chunks.has(next)) visit(next);
  };
  visit(entry.fileName);
  const gzip = (fileName: string): number => gzipSync(chunks.get(fileName)?.code ?? "", { level: 9 }).length;
  const load = [...initial].reduce((sum, fileName) => sum + gzip(fileName), 0);
  const lazy = Object.fromEntries(
    [...chunks.keys()]
      .filter((fileName) => !initial.has(fileName))
      .map((fileName) => [fileName.replace(/\.js$/, ""), gzip(fileName)]),
  );
  return {
    entry: name,
    load,
    lazy,
    all: load + Object.values(lazy).reduce((sum, bytes) => sum + bytes, 0),
    ceiling,
    measured,
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
      terser({ ecma: 2020, module: true, format: { comments: false } }),
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
