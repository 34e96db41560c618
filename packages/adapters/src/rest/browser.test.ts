import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { connect } from "@crewdock/contract";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumArgs, chromiumPath } from "../../../../.ci/chromium.mjs";
import type { createRestAdapter } from "./index.ts";

/** What only a browser does: CORS with its preflight, redirects that cannot be looked into, and its word on the network. */

interface Bundled {
  readonly createRestAdapter: typeof createRestAdapter;
  readonly connect: typeof connect;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const organisation = { departments: [], positions: [], groups: [] };
const host = "crm.test"; // resolved to this machine by the browser alone: this machine itself is always tried
let api: Answer = (_request, response) => void response.end();
let seen: string[] = [];
let allowedHeaders = "";
const server = createServer((request, response) => {
  const { method = "", url = "", headers } = request;
  if (url === "/page")
    return void response.setHeader("Content-Type", "text/html").end("<!doctype html><title>page</title>");
  if (url === "/adapter.js") return void response.setHeader("Content-Type", "text/javascript").end(script);
  response.setHeader("Access-Control-Allow-Origin", headers.origin ?? "*");
  response.setHeader("Access-Control-Expose-Headers", "ETag");
  response.setHeader("Access-Control-Allow-Headers", allowedHeaders);
  if (method === "OPTIONS") return void response.writeHead(204).end();
  seen.push(`${url} ${String(headers["if-none-match"] ?? headers["last-event-id"] ?? "")}`.trim());
  return api(request, response);
});
let script: string;
let browser: Browser;
let page: Page;
let port: number;

before(async () => {
  const contents = `export { createRestAdapter } from "./index.ts"; export { connect } from "@crewdock/contract";`;
  const resolveDir = fileURLToPath(new URL(".", import.meta.url));
  const bundle = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    format: "esm",
    write: false,
    conditions: ["source"],
  });
  script = bundle.outputFiles[0]?.text ?? "";
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
  const args = [...chromiumArgs, `--host-resolver-rules=MAP *.test 127.0.0.1`];
  browser = await chromium.launch({ executablePath: chromiumPath, args });
  page = await browser.newPage();
  await page.goto(`http://page.test:${String(port)}/page`);
  await page.evaluate(
    async ([baseUrl, path]) => {
      const script = (await import(path)) as Bundled;
      const expiresAt = new Date(Date.now() + 300_000).toISOString();
      const adapter = script.createRestAdapter({
        baseUrl,
        backoff: 50,
        fetchToken: () => Promise.resolve({ token: "t", expiresAt }),
      });
      const client = script.connect(adapter, () => "en");
      const read = (): Promise<string> =>
        client.org.read({}).then(
          () => "read",
          (error: { code: string }) => error.code,
        );
      Object.assign(globalThis, { adapter, client, read });
    },
    [`http://${host}:${String(port)}/v1`, "/adapter.js"] as const,
  );
});

after(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  seen = [];
  allowedHeaders = "Authorization, Content-Type, If-None-Match, Last-Event-ID";
});

const read = (): Promise<string> => page.evaluate("read()");
const tell =
  (etag: string): Answer =>
  (request, response) => {
    response.setHeader("ETag", etag).setHeader("Content-Type", "application/json");
    if (request.headers["if-none-match"] === etag) response.writeHead(304).end();
    else response.end(JSON.stringify(organisation));
  };

test("a redirect is an invalid answer, and nothing goes where it points", async () => {
  api = (_request, response) =>
    void response.writeHead(302, { Location: `http://other.test:${String(port)}/elsewhere` }).end();
  assert.equal(await read(), "invalid_answer");
  assert.deepEqual(seen, ["/v1/organisation"]);
});

test("the browser lets 304 through to the adapter", async () => {
  api = tell('W/"a"');
  assert.deepEqual([await read(), await read()], ["read", "read"]);
  assert.deepEqual(seen, ["/v1/organisation", '/v1/organisation W/"a"']);
});

test("a stream is opened anew at once when the browser finds the network again, and its loss is seen", async () => {
  const opened = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let count = 0;
  api = (_request, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write(": ready\nid: 7\n\n");
    opened[count++]?.resolve();
  };
  await page.evaluate(`
    globalThis.told = [];
    adapter.connection.onChange((status) => told.push(status.reachable + " " + status.events));
    globalThis.stop = new AbortController();
    (async () => { for await (const event of client.events.subscribe({}, { signal: stop.signal })); })();
    undefined;
  `);
  await opened[0]?.promise;
  await page.waitForFunction('adapter.connection.status.events === "stream"');
  await page.context().setOffline(true);
  await page.waitForFunction("adapter.connection.status.reachable === false");
  assert.equal(await read(), "unavailable");
  await page.context().setOffline(false);
  await opened[1]?.promise;
  await page.waitForFunction("adapter.connection.status.reachable === true");
  await page.evaluate("stop.abort()");
  assert.ok(
    seen.filter((one) => one.startsWith("/v1/events")).every((one, index) => index === 0 || one === "/v1/events 7"),
  );
});

test("a backend that forbids If-None-Match is asked without it from then on", async () => {
  allowedHeaders = "Authorization, Content-Type, Last-Event-ID";
  // a path of its own: the browser remembers what was allowed for the other
  const readRoles = (): Promise<string> =>
    page.evaluate(`client.roles.list({}).then(() => "read", (error) => error.code)`);
  api = (request, response) =>
    void (request.headers["if-none-match"] === undefined
      ? response.setHeader("ETag", '"r"').setHeader("Content-Type", "application/json").end('{"items":[]}')
      : response.writeHead(304).end());
  assert.deepEqual([await readRoles(), await readRoles(), await readRoles()], ["read", "read", "read"]);
  assert.deepEqual(seen, ["/v1/roles", "/v1/roles", "/v1/roles"]);
});
