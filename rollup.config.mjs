import { fileURLToPath } from "node:url";
import nodeResolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import { literalsFirst } from "./.ci/literals-first.mjs";
import { minifyCss } from "./.ci/minify-css.mjs";
import { sipGrammar, sipLicence } from "./.ci/sip-grammar.mjs";
import { terserOptions } from "./.ci/terser-options.mjs";
import { thirdPartyLicences } from "./.ci/third-party.mjs";

const fromRoot = (path) => fileURLToPath(new URL(path, import.meta.url));

const minified = [sipGrammar(), minifyCss(), nodeResolve({ browser: true }), literalsFirst(), terser(terserOptions)];

/** sip.js has cycles between its own modules; they are harmless and nothing of ours may have one. */
function onwarn(warning, warn) {
  if (warning.code === "CIRCULAR_DEPENDENCY" && warning.ids?.every((id) => id.includes("/node_modules/"))) return;
  if (warning.code === "CIRCULAR_DEPENDENCY") throw new Error(warning.message);
  // "pure" marks on tagged templates mean nothing to rollup and something to other bundlers
  if (warning.code === "INVALID_ANNOTATION") return;
  warn(warning);
}

const widgets = "packages/widgets/dist";

const sipStack = `${widgets}/softphone/engine/sip-js/stack.js`;

const builds = {
  // In place, for pages that bundle the npm package themselves: no bundler of theirs would leave out what this one does.
  sip: {
    input: sipStack,
    output: { file: sipStack },
    plugins: [sipGrammar(), nodeResolve({ browser: true }), sipLicence()],
  },
  demo: {
    input: { demo: "demo/dist/main.js", invitation: "demo/dist/invitation.js" },
    output: { dir: "demo/dist/web", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
  },
  cdn: {
    input: { crewdock: `${widgets}/define.js` },
    output: { dir: "packages/widgets/cdn", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    plugins: [...minified, thirdPartyLicences([fromRoot("node_modules/sip.js")])],
  },
  // The command in a few files: hundreds of modules take longer to find and to open than to run.
  server: {
    input: { "crewdock-server": "packages/server/dist/command/main.js" },
    output: { dir: "packages/server/dist/bundle", entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js" },
    external: [/^node:/, "pg", "ipaddr.js", "imapflow", "nodemailer", "ws", /^@electric-sql\//, /^@nats-io\//],
    plugins: [nodeResolve({ exportConditions: ["node"] }), thirdPartyLicences()],
  },
};

const only = process.env.ONLY;
export default Object.entries(builds)
  .filter(([name]) => only === undefined || only === name)
  .map(([, { input, output, plugins = minified, external = [] }]) => ({
    input,
    external,
    output: { format: "es", generatedCode: "es2015", ...output },
    plugins,
    onwarn,
  }));
