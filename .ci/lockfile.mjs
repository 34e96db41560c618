// A registry that mirrors some platforms only makes npm leave the others out of the lockfile, and then `npm ci` refuses it
// everywhere. `node .ci/lockfile.mjs` adds the entries that npm would have written; `missingEntries` is what the tests ask.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../package-lock.json", import.meta.url));

const systems = ["android", "darwin", "freebsd", "linux", "openbsd", "openharmony", "win32", "netbsd", "sunos", "aix"];
const cpus = {
  arm: "arm",
  arm64: "arm64",
  x64: "x64",
  ia32: "ia32",
  loong64: "loong64",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
};
const libcs = { gnu: "glibc", musl: "musl", gnueabihf: "glibc", musleabihf: "musl" };

/** What a platform package is for, read off its name, such as `rollup-linux-arm64-musl`. */
function platformOf(name) {
  const parts = name.split("/").at(-1).split("-");
  const os = parts.find((part) => systems.includes(part));
  const cpu = parts.map((part) => cpus[part]).find(Boolean);
  const libc = os === "linux" ? parts.map((part) => libcs[part]).find(Boolean) : undefined;
  return os && cpu ? { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), os: [os] } : undefined;
}

/** Platform packages that some package names as optional and that have no entry: path in the lockfile -> entry. */
export function missingEntries(lock) {
  const missing = {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const nested = `${path}/node_modules/${name}`;
      const hoisted = `node_modules/${name}`;
      if (lock.packages[nested] || lock.packages[hoisted]) continue;
      const platform = platformOf(name);
      if (!platform || /[^\d.]/.test(version)) continue;
      missing[hoisted] = {
        version,
        ...platform,
        ...(entry.dev ? { dev: true } : {}),
        license: entry.license,
        optional: true,
      };
    }
  }
  return missing;
}

export function readLock() {
  return JSON.parse(readFileSync(file, "utf8"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = readLock();
  const missing = missingEntries(lock);
  const [root, ...rest] = Object.entries(lock.packages);
  lock.packages = Object.fromEntries([
    root,
    ...[...rest, ...Object.entries(missing)].sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} entries added`);
}
