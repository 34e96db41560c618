import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./steps.ts";
import { entries, sectionCeilings, sipCeiling, widgetSize } from "./widget-sizes.ts";

/** Code that a strict Content-Security-Policy or Trusted Types would stop, or that reaches into the host page. */
const forbidden: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["new Function", /new Function\b/],
  ["eval", /[^.\w]eval\(/],
  ["document.write", /document\.write\(/],
  ["a STUN server of somebody else", /stun\.l\.google\.com/],
];

for (const entry of entries) {
  test(`${entry.name} stays under its ceiling and holds nothing that a strict policy stops`, async () => {
    const size = await widgetSize(entry);
    for (const kind of ["load", "everything"] as const) {
      assert.ok(
        size[kind] <= size.ceilings[kind],
        `${kind}: ${size[kind]} bytes of gzip, at most ${size.ceilings[kind]}`,
      );
    }
    const ceilings = sectionCeilings[entry.name] ?? {};
    for (const [section, bytes] of Object.entries(size.sections)) {
      const ceiling = ceilings[section] ?? 0;
      assert.ok(bytes <= ceiling, `section ${section}: ${bytes} bytes of gzip, at most ${ceiling}`);
    }
    for (const [name, pattern] of forbidden) {
      const found = pattern.exec(size.code);
      assert.equal(
        found,
        null,
        `${name}: ${found ? size.code.slice(Math.max(0, found.index - 60), found.index + 60) : ""}`,
      );
    }
    assert.deepEqual(
      Object.keys(size.sections).toSorted(),
      Object.keys(ceilings).toSorted(),
      "every section, and no other, has a ceiling",
    );
    if (entry.name === "softphone") {
      const sip = Math.max(...Object.values(size.lazy));
      assert.ok(sip <= sipCeiling, `${sip} bytes of gzip in the SIP part, at most ${sipCeiling}`);
    } else {
      assert.doesNotMatch(size.code, /sip\.js|INVITE sip/, "no telephony in a page without a phone");
    }
  });
}

test("no source writes markup or styles as text", () => {
  const files = globSync(["packages/*/src/**/*.{ts,tsx}", "demo/src/**/*.ts"], {
    cwd: root,
    exclude: ["**/*.test.ts", "**/*.test.tsx", "**/testing/**"],
  });
  assert.ok(files.length > 300, "the sources were not found");
  const found = files.filter((file) =>
    /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySet|cssText|setAttribute\("style"|z\.config\(/.test(
      readFileSync(join(root, file), "utf8"),
    ),
  );
  assert.deepEqual(found, []);
});
