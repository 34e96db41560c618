// Makes a fresh clone ready. Runs under the Node that is there (20 or later) and uses nothing but Node itself.
//   node .ci/setup.mjs              npm dependencies
//   node .ci/setup.mjs --servers    and the browser and servers that the tests need
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Programs that tests run, each with the Debian packages that bring it. */
const programs = [
  { name: "chromium", packages: ["chromium", "fonts-noto-core"], needed: true },
  {
    name: "kamailio",
    packages: [
      "kamailio",
      "kamailio-websocket-modules",
      "kamailio-tls-modules",
      "kamailio-extra-modules",
      "kamailio-autheph-modules",
      "kamailio-outbound-modules",
    ],
  },
  { name: "dovecot", packages: ["dovecot-imapd", "dovecot-submissiond", "dovecot-lmtpd"] },
  { name: "postfix", packages: ["postfix"] },
  { name: "openssl", packages: ["openssl"] },
  { name: "nats-server", packages: ["nats-server"] },
  {
    name: "pg_ctl",
    packages: ["postgresql"],
    folders: ["/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin"],
  },
];

function has(program, folders = []) {
  return [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin", ...folders].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false; // not in this folder
    }
  });
}

function run(command, args, environment = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

function installDependencies() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".crewdock-installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Installing npm dependencies …");
  const status = run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (status !== 0) process.exit(status);
  writeFileSync(stamp, wanted);
}

/** Keeps Debian's packages from starting services of their own while they are installed. */
function withoutServices(install) {
  const policy = "/usr/sbin/policy-rc.d";
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return install();
  } finally {
    if (ours) run("rm", ["-f", policy]);
  }
}

function installServers() {
  const missing = programs.filter(({ name, folders }) => !has(name, folders));
  if (missing.length === 0) return;
  const packages = missing.flatMap((program) => program.packages);
  const command = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (process.getuid?.() !== 0 || !has("apt-get")) {
    console.log(
      `For all tests, install: ${packages.join(" ")} (Debian: ${command}). Tests that need them are skipped until then.`,
    );
    return;
  }
  console.log(`Installing ${packages.join(" ")} …`);
  const quiet = { DEBIAN_FRONTEND: "noninteractive" };
  const options = ["-qq", "-o", "DPkg::Lock::Timeout=300"];
  run("apt-get", ["update", ...options], quiet);
  withoutServices(() => run("apt-get", ["install", "-y", "--no-install-recommends", ...options, ...packages], quiet));
  for (const { name, folders, needed } of programs) {
    if (!has(name, folders))
      console.log(`${needed ? "Needed" : "Some tests need"}: ${name}; install it with: ${command}`);
  }
}

installDependencies();
if (process.argv.includes("--servers")) installServers();
