// How long crewdock-server takes from the process's start to its first answer that reads the database, and what memory it
// holds then: on PostgreSQL, on the embedded database with data in it, and on an empty folder. Beside it a bare node:http
// server, started in turns with it. The time on the processor says more than the time on the wall when the machine has
// other things to do. Runs what is published: the built packages.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTokens } from "../src/auth/tokens.ts";
import { postgresPrograms, startPostgres } from "../src/testing/temporary-postgres.ts";
import { report } from "./summary.ts";

const ROUNDS = 9;
const FIRST_ROUNDS = 3;
/** A clock tick of proc(5) on Linux. */
const MS_PER_TICK = 10;
const ORIGIN = "https://crm.example";
const TOKEN_KEY = "token-key-of-the-benchmark-0123456789";
const MAIN = fileURLToPath(new URL("../bin/crewdock-server.js", import.meta.url));
const BARE = `require("node:http").createServer((_, r) => r.end("{}")).listen(0, "127.0.0.1", function () { console.log(JSON.stringify({ port: this.address().port })) })`;
const COMMON = {
  PORT: "0",
  CREWDOCK_HOST_KEY: "host-key-of-the-benchmark-0123456789",
  CREWDOCK_TOKEN_KEYS: `k1:${TOKEN_KEY}`,
  CREWDOCK_SEAL_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
};

type Environment = Readonly<Record<string, string>>;

/** One start: milliseconds to the first answer, those of them on the processor, and resident memory in megabytes after it. */
interface Start {
  readonly ms: number;
  readonly cpu: number;
  readonly megabytes: number;
}

const programs = await postgresPrograms();
if (programs === undefined) {
  console.error("needs PostgreSQL");
  process.exit(1);
}
const root = fileURLToPath(new URL("../../..", import.meta.url));
for (const build of [
  ["tsc", "-b", "packages/server"],
  ["rollup", "-c", "rollup.config.mjs", "--silent"],
  [process.execPath, "--conditions=source", ".ci/embedded-template.ts"],
] as const) {
  const [command, ...args] = build;
  const { error } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ONLY: "server" } });
  if (error) throw error;
}
const folder = await mkdtemp(join(tmpdir(), "crewdock-server-start-"));
const postgres = await startPostgres(programs);
try {
  const cache = { NODE_COMPILE_CACHE: join(folder, "cache") };
  const onPostgres = { ...COMMON, ...cache, DATABASE_URL: postgres.url };
  const embedded = { ...COMMON, ...cache, CREWDOCK_DATA: join(folder, "data") };
  const asUser = { postgres: await requestOf(onPostgres), embedded: await requestOf(embedded) };
  await start(onPostgres, asUser.postgres); // fills the cache of compiled code
  await start(embedded, asUser.embedded);
  const starts = { bare: [] as Start[], postgres: [] as Start[], embedded: [] as Start[], first: [] as Start[] };
  for (let round = 0; round < ROUNDS; round++) {
    starts.bare.push(await start(null, {}));
    starts.postgres.push(await start(onPostgres, asUser.postgres));
    starts.embedded.push(await start(embedded, asUser.embedded));
  }
  for (let round = 0; round < FIRST_ROUNDS; round++)
    starts.first.push(await start({ ...embedded, CREWDOCK_DATA: join(folder, `first-${round}`) }, { path: "/readyz" }));
  const noCache = { ...onPostgres, NODE_DISABLE_COMPILE_CACHE: "1" };
  const uncached = median([await start(noCache, asUser.postgres), await start(noCache, asUser.postgres)]);
  const medians = {
    bare: median(starts.bare),
    postgres: median(starts.postgres),
    embedded: median(starts.embedded),
    first: median(starts.first),
    uncached,
  };
  report({ unit: "ms and MB", rounds: ROUNDS, ...medians }, () =>
    Object.entries(medians).map(([name, { ms, cpu, megabytes }]) => {
      const times = (ours: number, theirs: number): number => Math.round((10 * ours) / theirs) / 10;
      const { bare } = medians;
      return `${name}: ${ms} ms (${times(ms, bare.ms)} times bare), on the processor ${cpu} ms (${times(cpu, bare.cpu)} times), ${megabytes} MB`;
    }),
  );
} finally {
  await postgres[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}

interface FirstRequest {
  readonly path?: string;
  readonly headers?: Environment;
}

/** Makes the administrator and the request that reads who that is. */
async function requestOf(environment: Environment): Promise<FirstRequest> {
  const setup = ["setup", "--name", "Ewa Nowak", "--email", "ewa@crm.example"];
  const { stdout, stderr, status } = spawnSync(process.execPath, [MAIN, ...setup], {
    env: environment,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  const { userId } = JSON.parse(stdout) as { readonly userId: string };
  const tokens = createTokens({ k1: TOKEN_KEY });
  const now = new Date(Date.now() + 240_000); // good for the whole run
  const { token } = await tokens.mint("main", { userId, origin: ORIGIN, ttlSeconds: 300 }, now);
  return { path: "/crewdock/v1/session", headers: { Authorization: `Bearer ${token}` } };
}

/** Starts a server, asks it once, reads its memory and ends it in order; without an environment the bare one. */
async function start(environment: Environment | null, { path = "/", headers = {} }: FirstRequest): Promise<Start> {
  const started = performance.now();
  const child = spawn(process.execPath, environment ? [MAIN] : ["-e", BARE], {
    stdio: ["ignore", "pipe", "inherit"],
    env: environment ?? {},
  });
  const exited = once(child, "exit");
  const port = await portOf(child.stdout);
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  await answer.arrayBuffer();
  const ms = performance.now() - started;
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const stat = await readFile(`/proc/${child.pid}/stat`, "utf8");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number); // fields 14 and 15
  const cpu = ((user ?? 0) + (system ?? 0)) * MS_PER_TICK;
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  const megabytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  child.kill("SIGTERM");
  await exited;
  return { ms: Math.round(ms), cpu, megabytes: Math.round(megabytes) };
}

function portOf(output: NodeJS.ReadableStream): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let text = "";
  output.setEncoding("utf8");
  output.on("data", (part: string) => {
    text += part;
    const found = /"port":(\d+)/.exec(text)?.[1];
    if (found !== undefined) resolve(Number(found));
  });
  output.on("end", () => reject(new Error("ended before it listened")));
  return promise;
}

function median(starts: readonly Start[]): Start {
  const middle = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return {
    ms: middle(starts.map(({ ms }) => ms)),
    cpu: middle(starts.map(({ cpu }) => cpu)),
    megabytes: middle(starts.map(({ megabytes }) => megabytes)),
  };
}
