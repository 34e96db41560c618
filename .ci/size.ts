// `npm run size`: gzip bytes of what each widget makes a browser load; `-- --json` for machines.
import { spawnSync } from "node:child_process";
import { root } from "./steps.ts";
import { bareSize, entries, sectionCeilings, sipCeiling, version, widgetSize } from "./widget-sizes.ts";

const built = spawnSync("tsc", ["-b", "packages/widgets"], { cwd: root, stdio: "inherit" });
if (built.status !== 0) process.exit(built.status ?? 1);

const sizes = [];
for (const entry of entries) sizes.push(await widgetSize(entry));
const bare = {
  "preact + signals": await bareSize(
    `import { h, render } from "preact"; import { signal } from "@preact/signals"; globalThis.x = [h, render, signal];`,
  ),
  "sip.js API": await bareSize(
    `import { UserAgent, Registerer, Inviter } from "sip.js"; globalThis.x = [UserAgent, Registerer, Inviter];`,
  ),
};

if (process.argv.includes("--json")) {
  console.log(
    JSON.stringify(
      {
        version: version(),
        unit: "gzip bytes",
        widgets: sizes.map(({ code: _code, ...size }) => size),
        sipCeiling,
        bare,
      },
      null,
      2,
    ),
  );
} else {
  const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`.padStart(9);
  for (const size of sizes) {
    console.log(
      `${size.entry.padEnd(14)} loads ${kb(size.load)} of ${kb(size.ceilings.load)}   everything ${kb(size.everything)} of ${kb(size.ceilings.everything)}`,
    );
    for (const [part, bytes] of Object.entries(size.lazy))
      console.log(`    when needed: ${part.padEnd(28)} ${kb(bytes)}`);
    for (const [section, bytes] of Object.entries(size.sections))
      console.log(
        `    section ${section.padEnd(33)} ${kb(bytes)} of ${kb(sectionCeilings[size.entry]?.[section] ?? 0)}`,
      );
  }
  for (const [name, bytes] of Object.entries(bare)) console.log(`bare ${name.padEnd(20)} ${kb(bytes)}`);
}
