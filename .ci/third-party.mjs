// Puts the licences of the packages that a bundle contains beside it, as they demand.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the package that a module belongs to; undefined for one's own. */
function packageOf(id) {
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
}

/**
 * A rollup plugin that writes `third-party-licences.txt`. A package without a licence file breaks the build.
 * @param within packages that were built into a module of one's own before
 */
export function thirdPartyLicences(within = []) {
  return {
    name: "third-party-licences",
    generateBundle(_options, bundle) {
      const ids = Object.values(bundle).flatMap((part) => (part.type === "chunk" ? part.moduleIds : []));
      const folders = [...new Set([...ids.map(packageOf), ...within])].filter((folder) => folder !== undefined).sort();
      const source = folders.map((folder) => {
        const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
        const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
        if (file === undefined) throw new Error(`${name} has no licence file`);
        return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
      });
      this.emitFile({ type: "asset", fileName: "third-party-licences.txt", source: source.join("\n---\n\n") });
    },
  };
}
