import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { root } from "./steps.ts";

/** Which packages each place may import; test files may also import the test parts of others. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  adapters: ["@crewdock/contract"],
  conformance: ["@crewdock/contract", "@crewdock/adapters"],
  widgets: ["@crewdock/contract"],
  server: ["@crewdock/contract"],
  gateway: [],
};

/** Libraries that may be imported in one folder only. */
const confined: Readonly<Record<string, string>> = {
  ky: "packages/adapters/src/rest/",
  "sip.js": "packages/widgets/src/softphone/engine/",
};

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function imports(pattern: string): readonly Import[] {
  return globSync(pattern, {
    cwd: root,
    exclude: ["**/node_modules/**", "**/dist/**", "**/*.test.ts", "**/*.test.tsx", "**/testing/**"],
  }).flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => ({
      file,
      specifier: match[1] ?? "",
    }));
  });
}

function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

for (const [name, others] of Object.entries(allowed)) {
  test(`${name} imports no other package of the project than ${others.join(", ") || "none"}`, () => {
    const found = imports(`packages/${name}/src/**/*.{ts,tsx}`);
    assert.ok(found.length > 0, "nothing was read");
    const wrong = found.filter(({ specifier }) => {
      const target = packageOf(specifier);
      return (target.startsWith("@crewdock/") || target === "crewdock") && !others.includes(target);
    });
    assert.deepEqual(wrong, []);
  });

  test(`${name} reaches no file outside itself by a relative path`, () => {
    const home = `packages/${name}/`;
    const wrong = imports(`packages/${name}/src/**/*.{ts,tsx}`).filter(
      ({ file, specifier }) =>
        specifier.startsWith(".") && !relative(root, join(root, dirname(file), specifier)).startsWith(home),
    );
    assert.deepEqual(wrong, []);
  });
}

for (const [library, folder] of Object.entries(confined)) {
  test(`${library} is imported only below ${folder}`, () => {
    const users = imports("packages/*/src/**/*.{ts,tsx}").filter(({ specifier }) => packageOf(specifier) === library);
    assert.ok(users.length > 0, "nobody uses it");
    assert.deepEqual(
      users.filter(({ file }) => !file.startsWith(folder)),
      [],
    );
  });
}

test("widgets import each other only through their index or parts and share code only through the kit", () => {
  const wrong = imports("packages/widgets/src/*/**/*.{ts,tsx}").filter(({ file, specifier }) => {
    if (!specifier.startsWith(".")) return false;
    const [, , , from] = file.split("/");
    const target = relative(root, join(root, dirname(file), specifier)).split("/");
    const to = target[3];
    return (
      from !== to && to !== "kit" && target.length > 4 && !/^(?:index|parts)\.tsx?$/.test(target.slice(4).join("/"))
    );
  });
  assert.deepEqual(wrong, []);
});

test("what the contract says stands on nothing of how it is served", () => {
  const wrong = imports("packages/contract/src/**/*.ts").filter(
    ({ file, specifier }) =>
      !file.startsWith("packages/contract/src/serve/") &&
      join(dirname(file), specifier).startsWith("packages/contract/src/serve/"),
  );
  assert.deepEqual(wrong, []);
});

test("the contract knows neither the page nor the network", () => {
  const found = globSync("packages/contract/src/**/*.ts", { cwd: root, exclude: ["**/*.test.ts"] }).filter((file) =>
    /\b(document|window|fetch|XMLHttpRequest|WebSocket|localStorage|node:[a-z]+)\b\s*[.("]/.test(
      readFileSync(join(root, file), "utf8").replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, ""),
    ),
  );
  assert.deepEqual(found, []);
});
