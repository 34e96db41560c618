import { fileURLToPath } from "node:url";
import { chromeLauncher } from "@web/test-runner-chrome";
import { esbuildPlugin } from "@web/dev-server-esbuild";
import { chromiumArgs, chromiumPath } from "./.ci/chromium.mjs";
import { sipGrammarInTests } from "./.ci/sip-grammar.mjs";

/** Prints the plain line that the test command adds up: "N passed, N failed, N skipped". */
const plainReporter = {
  onTestRunFinished({ sessions }) {
    const count = { passed: 0, failed: 0, skipped: 0 };
    const walk = (suite) => {
      for (const test of suite?.tests ?? []) count[test.skipped ? "skipped" : test.passed ? "passed" : "failed"]++;
      for (const child of suite?.suites ?? []) walk(child);
    };
    for (const session of sessions) {
      walk(session.testResults);
      if (session.errors.length > 0 && session.testResults === undefined) count.failed++;
      const failed = (suite, path) => {
        for (const test of suite?.tests ?? []) {
          if (!test.passed && !test.skipped) {
            console.log(
              `not ok ${[...path, test.name].join(" > ")}\n  ${test.error?.message ?? ""}\n${test.error?.stack ?? ""}`,
            );
          }
        }
        for (const child of suite?.suites ?? []) failed(child, [...path, child.name]);
      };
      failed(session.testResults, [session.testFile.split("/").at(-1)]);
      for (const error of session.errors)
        console.log(`error in ${session.testFile}: ${error.message}\n${error.stack ?? ""}`);
    }
    console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  },
};

export default {
  files: "packages/widgets/src/**/*.browser.test.tsx",
  rootDir: fileURLToPath(new URL(".", import.meta.url)),
  hostname: "127.0.0.1",
  concurrency: 2,
  testsFinishTimeout: 120_000,
  nodeResolve: { exportConditions: ["source", "browser"] },
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: chromiumPath,
        args: chromiumArgs,
      },
      // A tab in the background gets one frame a second, so each page has a window; the emulated focus gives all of them
      // the events of focus.
      createPage: async ({ context }) => {
        const page = await context.newPage({ type: "window" });
        const session = await page.createCDPSession();
        await session.send("Emulation.setFocusEmulationEnabled", { enabled: true });
        return page;
      },
    }),
  ],
  plugins: [
    sipGrammarInTests(),
    esbuildPlugin({
      ts: true,
      tsx: true,
      target: "es2022",
      tsconfig: fileURLToPath(new URL("tsconfig.json", import.meta.url)),
    }),
  ],
  testFramework: { config: { ui: "bdd", timeout: "20000" } },
  reporters: [plainReporter],
};
