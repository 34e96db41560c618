import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { createDevRegistrar, type DevRegistrar } from "../../../server/src/dev/sip-registrar/index.ts";
import { mintEphemeral } from "../../../server/src/telephony/ephemeral-credentials.ts";
import { chromiumArgs, chromiumPath } from "../../../../.ci/chromium.mjs";
import { sipGrammarInEsbuild } from "../../../../.ci/sip-grammar.mjs";
import type { CallPage } from "./testing/call-page.ts";

const DOMAIN = "crewdock.test";
const SECRET = "only for this test";

async function serveCallPage(): Promise<{ readonly server: Server; readonly origin: string }> {
  const entry = fileURLToPath(new URL("testing/call-page.ts", import.meta.url));
  const bundled = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    conditions: ["source"],
    plugins: [sipGrammarInEsbuild()],
  });
  const script = bundled.outputFiles[0]?.text ?? "";
  const server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.end(
      isScript ? script : '<!doctype html><title>call</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe("two browsers and the development registrar", { timeout: 120_000 }, () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveCallPage>>;
  let registrar: DevRegistrar;
  let webSocketUrl: string;
  let mayCall = true;

  const startRegistrar = async (port: number): Promise<void> => {
    registrar = createDevRegistrar({
      domain: DOMAIN,
      ephemeralSecret: SECRET,
      ha1: (user) => Promise.resolve(/^10\d\d$/.test(user) ? "unused" : undefined),
      mayPlaceCall: () => Promise.resolve(mayCall),
      allowOrigin: (origin) => origin === site.origin,
    });
    ({ webSocketUrl } = await registrar.listen({ port }));
  };

  const openPhone = async (user: string, hertz: number): Promise<Page> => {
    const page = await (await browser.newContext({ permissions: ["microphone"] })).newPage();
    await page.exposeFunction("mintCredentials", (use: "call" | "receive") => {
      const minted = mintEphemeral({ user, use, secret: SECRET, ttlSeconds: 300, now: Date.now() });
      return {
        aor: `sip:${user}@${DOMAIN}`,
        displayName: `User ${user}`,
        webSocketUrl,
        username: minted.username,
        password: minted.password,
        expiresAt: new Date(minted.expiresAt).toISOString(),
        iceServers: [],
        placeCalls: "anyone",
      };
    });
    await page.goto(site.origin);
    await page.waitForFunction("globalThis.callPage !== undefined");
    await page.evaluate((tone) => globalThis.callPage.start(tone), hertz);
    return page;
  };

  const inCall = async (caller: Page, callee: Page, number: string): Promise<void> => {
    await caller.evaluate((to) => globalThis.callPage.dial(to), number);
    await callee.evaluate(() => globalThis.callPage.untilPhase("incoming"));
    await callee.evaluate(() => globalThis.callPage.answer());
    await Promise.all([caller, callee].map((page) => page.evaluate(() => globalThis.callPage.untilPhase("active"))));
  };
  const tracks = (page: Page): Promise<ReturnType<CallPage["liveTracks"]>> =>
    page.evaluate(() => globalThis.callPage.liveTracks());

  before(async () => {
    site = await serveCallPage();
    await startRegistrar(0);
    browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs });
  });
  after(async () => {
    await browser?.close();
    await registrar?.close();
    site?.server.close();
  });

  test("each hears the other, hold silences, digits go out, and no microphone is live afterwards", async () => {
    const anna = await openPhone("1001", 440);
    const ben = await openPhone("1002", 1000);
    await inCall(anna, ben, "1002");
    await anna.evaluate(() => globalThis.callPage.hears(1000));
    await ben.evaluate(() => globalThis.callPage.hears(440));

    await anna.evaluate(() => globalThis.callPage.hold(true));
    await ben.evaluate(() => globalThis.callPage.until("heldByThem", true));
    await ben.evaluate(() => globalThis.callPage.hearsSilence());
    await anna.evaluate(() => globalThis.callPage.hold(false));
    await ben.evaluate(() => globalThis.callPage.until("heldByThem", false));
    await ben.evaluate(() => globalThis.callPage.hears(440));

    assert.equal(await anna.evaluate(() => globalThis.callPage.tones("12#")), "rfc4733");
    await ben.evaluate(() => globalThis.callPage.hangUp());
    const end = await anna.evaluate(() => globalThis.callPage.untilPhase("ended"));
    assert.deepEqual(end.end, { cause: "remote_hung_up", by: "them" });
    assert.deepEqual([await tracks(anna), await tracks(ben)], [0, 0]);
    await anna.context().close();
    await ben.context().close();
  });

  test("a call outlives the SIP server: sound goes on, and it can be hung up after the restart", async () => {
    const anna = await openPhone("1001", 440);
    const ben = await openPhone("1002", 1000);
    await inCall(anna, ben, "1002");
    const port = Number(new URL(webSocketUrl).port);
    await registrar.close();
    await Promise.all([anna, ben].map((page) => page.evaluate(() => globalThis.callPage.untilState("reconnecting"))));
    await anna.evaluate(() => globalThis.callPage.hears(1000));
    await ben.evaluate(() => globalThis.callPage.hears(440));
    const restarted = performance.now();
    await startRegistrar(port);
    await Promise.all([anna, ben].map((page) => page.evaluate(() => globalThis.callPage.untilState("registered"))));
    await Promise.all([anna, ben].map((page) => page.evaluate(() => globalThis.callPage.until("interrupted", false))));
    console.log(`registered and re-invited ${Math.round(performance.now() - restarted)} ms after the restart`);
    await ben.evaluate(() => globalThis.callPage.hears(440));
    await anna.evaluate(() => globalThis.callPage.hears(1000));
    await ben.evaluate(() => globalThis.callPage.hangUp());
    const end = await anna.evaluate(() => globalThis.callPage.untilPhase("ended"));
    assert.equal(end.end?.cause, "remote_hung_up");
    await anna.context().close();
    await ben.context().close();
  });

  test("a server that allows no call ends it as forbidden", async () => {
    const anna = await openPhone("1001", 440);
    mayCall = false;
    await anna.evaluate(() => globalThis.callPage.dial("1002"));
    const end = await anna.evaluate(() => globalThis.callPage.untilPhase("ended"));
    assert.equal(end.end?.cause, "forbidden");
    assert.equal(await tracks(anna), 0);
    mayCall = true;
    await anna.context().close();
  });

  test("calls are set up quickly", async () => {
    const anna = await openPhone("1001", 440);
    const ben = await openPhone("1002", 1000);
    await ben.evaluate(() => globalThis.callPage.answerEvery());
    const times: { readonly answer: number; readonly sound: number }[] = [];
    for (let i = 0; i < 12; i++) {
      times.push(await anna.evaluate(() => globalThis.callPage.measure("1002")));
      await ben.evaluate(() => globalThis.callPage.untilPhase("ended"));
    }
    const middle = (name: "answer" | "sound"): number =>
      times.map((each) => each[name]).sort((a, b) => a - b)[6] ?? Infinity;
    console.log(`answer p50 ${middle("answer")} ms, first sound p50 ${middle("sound")} ms, n=${times.length}`);
    // The stack alone takes 160 and 215 ms on an idle machine; a test run shares its processors.
    assert.ok(middle("sound") < 1_000, `first sound after ${middle("sound")} ms`);
    await anna.context().close();
    await ben.context().close();
  });
});
