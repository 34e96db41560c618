import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Environment, runCommand, startServerProcess } from "../testing/server-process.ts";

const HOST_KEY = "planted-host-key-0123456789abcdefghij";
const TOKEN_KEY = "planted-token-key-0123456789abcdefghi";
const SEAL_KEY = Buffer.from("planted-seal-key-of-32-bytes-xyz").toString("base64");
const SIP_SECRET = "planted-sip-secret-0123456789";
const SMTP_PASSWORD = "planted-smtp-password";
const PASSWORD = "planted otter 47 lantern";
const ORIGIN = "https://crm.example";

let folder: string;
let variables: Environment;
let userId: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "crewdock-command-"));
  await writeFile(join(folder, "host-key"), `${HOST_KEY}\n`);
  variables = {
    CREWDOCK_DATA: join(folder, "data"),
    CREWDOCK_HOST_KEY_FILE: join(folder, "host-key"),
    CREWDOCK_TOKEN_KEYS: `k1:${TOKEN_KEY}`,
    CREWDOCK_SEAL_KEYS: `k1:${SEAL_KEY}`,
    CREWDOCK_SIP_DOMAIN: "sip.example",
    CREWDOCK_SIP_URL: "wss://sip.example/ws",
    CREWDOCK_SIP_SECRET: SIP_SECRET,
    CREWDOCK_SMTP_URL: `smtp://mailer:${SMTP_PASSWORD}@127.0.0.1:9`,
    CREWDOCK_MAIL_FROM: "CRM <crm@crm.example>",
    CREWDOCK_LOGIN_URL: "https://crm.example/login",
    CREWDOCK_PASSWORD_URL: "https://crm.example/welcome#{token}",
    CREWDOCK_LOG_LEVEL: "debug",
  };
  const setup = ["setup", "--name", "Ewa Nowak", "--email", "ewa@crm.example", "--password-file", "-"];
  const { code, stdout, stderr } = await runCommand(setup, variables, `${PASSWORD}\n`);
  assert.equal(code, 0, stderr);
  const result = JSON.parse(stdout) as { readonly userId: string; readonly passwordLink: string | null };
  assert.equal(result.passwordLink, null);
  ({ userId } = result);
});
after(() => rm(folder, { recursive: true, force: true }));

function call(url: string, path: string, body: unknown, key: string = HOST_KEY): Promise<Response> {
  return fetch(`${url}/crewdock/v1/${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function mint(url: string): Promise<string> {
  const answer = await call(url, "tokens", { userId, origin: ORIGIN, ttlSeconds: 60 });
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { readonly token: string }).token;
}

/** A request that the server has begun to serve and whose body is still to come (RFC 9110, section 10.1.1). */
async function beginLogin(url: string, length: number): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1").setEncoding("utf8");
  await once(socket, "connect");
  const head = ["POST /crewdock/v1/logins HTTP/1.1", "Host: crm.example", `Authorization: Bearer ${HOST_KEY}`];
  const body = ["Content-Type: application/json", `Content-Length: ${length}`, "Expect: 100-continue"];
  socket.write([...head, ...body, "", ""].join("\r\n"));
  const [interim] = (await once(socket, "data")) as [string];
  assert.match(interim, /^HTTP\/1\.1 100 /);
  return socket;
}

test("a second setup changes nothing and says so", async () => {
  const { code, stdout, stderr } = await runCommand(
    ["setup", "--name", "Jan Kos", "--email", "jan@x.example"],
    variables,
  );
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(stdout), { userId: null, passwordLink: null });
  assert.match(stderr, /nothing was changed/);
});

test("the audit log can be looked through", async () => {
  const { code, stdout } = await runCommand(["audit"], variables);
  const verdict = JSON.parse(stdout) as { readonly brokenAt: number | null; readonly unchained: number };
  assert.deepEqual([code, verdict.brokenAt, verdict.unchained], [0, null, 1]);
});

test("the server answers, and a second one on the same folder is refused by name of the first", async () => {
  await using server = await startServerProcess(variables);
  for (const path of ["/healthz", "/readyz", "/crewdock/healthz", "/crewdock/readyz"])
    assert.equal((await fetch(server.url + path)).status, 200, path);
  const elsewhere = await fetch(`${server.url}/elsewhere`);
  assert.deepEqual([elsewhere.status, elsewhere.headers.get("x-content-type-options")], [404, "nosniff"]);
  const login = await call(server.url, "logins", { login: "ewa", password: PASSWORD });
  assert.equal(((await login.json()) as { readonly userId: string }).userId, userId);
  const second = await runCommand([], { ...variables, PORT: "0" });
  assert.equal(second.code, 4);
  assert.match(second.stderr, new RegExp(`process ${server.process.pid}\\b`));
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
  server.process.kill("SIGTERM");
  assert.equal((await server.ended).code, 0);
  assert.ok(!(await readdir(join(folder, "data"))).includes("crewdock.lock"));
});

test("a stop lets requests under way end, ends streams politely and takes nothing new", async () => {
  await using server = await startServerProcess(variables);
  const headers = { Authorization: `Bearer ${await mint(server.url)}` };
  const stream = await fetch(`${server.url}/crewdock/v1/events`, { headers });
  const told = stream.text();
  const body = JSON.stringify({ login: "ewa", password: PASSWORD });
  const login = await beginLogin(server.url, body.length);
  const idle = await beginLogin(server.url, body.length); // nothing more ever comes here
  server.process.kill("SIGTERM");
  assert.match(await told, /^: ready/); // came to its end, or this would fail
  await assert.rejects(fetch(`${server.url}/healthz`));
  idle.destroy();
  login.write(body);
  const [answer] = (await once(login, "data")) as [string];
  assert.match(answer, /^HTTP\/1\.1 200 /);
  const { code } = await server.ended;
  assert.equal(code, 0);
  assert.deepEqual(server.log().at(-1)?.["cutOff"], false);
});

test("what does not end by the limit of a stop is cut off, and the stop is still in order", async () => {
  await using server = await startServerProcess({ ...variables, CREWDOCK_STOP_SECONDS: "0" });
  const socket = await beginLogin(server.url, 100);
  const closed = once(socket, "close");
  server.process.kill("SIGINT");
  await closed;
  assert.equal((await server.ended).code, 0);
  assert.equal((await server.logged("stopped"))["cutOff"], true);
});

test("an address that is taken, a database that is away and a wrong variable each have an exit code and a plain message", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const address = await runCommand([], { ...variables, PORT: String(port) });
  assert.deepEqual(
    [address.code, address.stderr],
    [5, `crewdock-server: Cannot listen on 127.0.0.1, port ${port} (EADDRINUSE).\n`],
  );
  taken.close();
  const { CREWDOCK_DATA: _, ...rest } = variables;
  const away = await runCommand([], { ...rest, DATABASE_URL: "postgres://crew:planted-db-password@127.0.0.1:9/crew" });
  assert.deepEqual([away.code, away.stderr], [3, "crewdock-server: The database cannot be used (ECONNREFUSED).\n"]);
  assert.ok(!away.stdout.includes("planted"));
  const wrong = await runCommand([], { ...variables, PORT: "eighty" });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /PORT has to be a whole number from 0 to 65535/);
  assert.equal((await runCommand(["serve", "twice"], variables)).code, 2);
});

test("whatever is sent, no secret comes to the log", async () => {
  await using server = await startServerProcess(variables);
  const token = await mint(server.url);
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Idempotency-Key": "k-1" };
  const planted = "planted-sent-secret";
  const mailServer = (port: number): object => ({ host: "127.0.0.1", port, security: "ssl", username: planted });
  const account = {
    email: "ewa@crm.example",
    providerId: null,
    imap: mailServer(993),
    smtp: mailServer(465),
    password: planted,
    sentFolder: null,
    active: true,
  };
  const send = (method: string, path: string, body?: unknown, more: object = {}): Promise<Response> =>
    fetch(`${server.url}/crewdock/v1/${path}`, {
      method,
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const answers = [
    await send("GET", `users?q=${planted}&token=${planted}`),
    await send("GET", `${planted}/${planted}`),
    await send("GET", "session", undefined, {
      Cookie: `session=${planted}`,
      "X-Api-Key": planted,
      "User-Agent": planted,
    }),
    await send("GET", "session", undefined, { Authorization: `Bearer ${planted}` }),
    await send("POST", "users", { password: planted, [planted]: planted }),
    await send("POST", `users/${userId}/mail-accounts`, account),
    await send("POST", "mail/check", { accountId: null, settings: account, password: planted }),
    await send("POST", "phone/credentials", { use: planted }),
    await call(server.url, "logins", { login: planted, password: planted, userAgent: planted }),
    await call(server.url, "logins", { login: "ewa", password: PASSWORD }),
    await call(server.url, "tokens", { userId, origin: ORIGIN }, planted),
    await call(server.url, "invitations/accept", { token: planted, password: planted }),
    await fetch(`${server.url}/crewdock/v1/users`, { method: "POST", headers, body: `{"password":"${planted}` }),
  ];
  await Promise.all(answers.map((answer) => answer.text()));
  server.process.kill("SIGTERM");
  const { stdout, stderr } = await server.ended;
  assert.ok(server.log().filter(({ event }) => event === "request").length >= answers.length);
  const told = stdout + stderr;
  for (const secret of [planted, token, HOST_KEY, TOKEN_KEY, SEAL_KEY, SIP_SECRET, SMTP_PASSWORD, PASSWORD, "planted"])
    assert.ok(!told.includes(secret), secret);
});
