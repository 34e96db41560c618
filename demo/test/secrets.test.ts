import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { LogEntry } from "@crewdock/server";
import type { Page, Request } from "playwright-core";
import type { DemoSecrets } from "../host/demo-secrets.ts";
import type { OpenPage } from "./browser.ts";
import { everythingIn, startLantern } from "./lantern.ts";

/** What is typed on the way; each is a word that occurs nowhere else. */
const typed = {
  userPassword: "quartz-otter-91-harbour",
  sipPassword: "heron-plinth-55-kettle",
  wrongMailPassword: "magpie-anvil-13-saddle",
} as const;

test("no secret of a whole journey is found anywhere but where it was typed", { timeout: 180_000 }, async (t) => {
  const dataFolder = await mkdtemp(join(tmpdir(), "crewdock-secrets-"));
  t.after(() => rm(dataFolder, { recursive: true, force: true }));
  const log: LogEntry[] = [];
  const output = captureOutput();
  t.after(output.release);
  const lantern = await startLantern({ dataFolder, log: (entry) => log.push(entry) });
  let open = true;
  t.after(() => (open ? lantern[Symbol.asyncDispose]() : undefined));
  const own = JSON.parse(await readFile(join(dataFolder, "demo-secrets.json"), "utf8")) as DemoSecrets;
  assert.equal((await stat(join(dataFolder, "demo-secrets.json"))).mode & 0o077, 0, "nobody else may read the file");
  const mailPassword = lantern.demo.mailPassword;
  const secrets: Readonly<Record<string, string>> = { ...typed, mailPassword, ...own };

  const admin = await lantern.visit("admin", { route: "team" });
  const traces = [record(admin)];
  await createUser(admin.page, mailPassword);
  // the fields still hold what was typed; neither text nor attributes may
  const { email } = await save(admin.page, () => search("the open form", secrets, admin.page, false));
  await search("the list", secrets, admin.page, true);
  await admin.page.locator("tr[data-id]").filter({ hasText: email }).locator(".user-open").click();
  await admin.page.locator('dialog.sheet [name="last"]').waitFor();
  await search("the form of the stored user", secrets, admin.page, true);

  const newcomer = await lantern.visit("manager");
  traces.push(record(newcomer));
  await newcomer.page.getByRole("button", { name: "Sign out" }).click();
  await newcomer.page.getByLabel("Login or e-mail").fill(email);
  await newcomer.page.getByLabel("Password").fill(typed.wrongMailPassword);
  await newcomer.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await newcomer.page.getByText("The login or the password is wrong.").waitFor();
  await newcomer.page.getByLabel("Password").fill(typed.userPassword);
  const told = newcomer.page.waitForEvent("requestfinished", async (request) =>
    (await bodyOf(request)).includes(email),
  );
  await newcomer.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await newcomer.page.locator("crew-softphone").waitFor();
  await newcomer.page.getByRole("link", { name: "Mail" }).click();
  await newcomer.page.locator("crew-mail-wizard").getByRole("textbox", { name: "E-mail address" }).waitFor();
  await told;
  await search("the newcomer's page", secrets, newcomer.page, true);

  for (const { page } of [admin, newcomer]) {
    assert.deepEqual(await page.evaluate(() => indexedDB.databases().then((list) => list.map(({ name }) => name))), []);
    free(
      "web storage",
      secrets,
      await page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])),
    );
    free("what scripts see of cookies", secrets, await page.evaluate(() => document.cookie));
  }
  for (const trace of traces) {
    const { bodies, others } = await trace();
    assert.ok(bodies.length >= 10, `${bodies.length} answers were read`);
    assert.ok(
      bodies.some((body) => body.includes(email)),
      "the answers of the API are among them",
    );
    for (const body of bodies) free("an answer", secrets, body);
    for (const other of others) free("an address or the console", secrets, other);
  }
  assert.ok(log.length >= 20, `${log.length} lines were logged`);
  assert.ok(log.some(({ event }) => event === "request"));
  for (const entry of log) free("the log", secrets, JSON.stringify(entry));
  free("the output", secrets, output.text());

  open = false;
  await lantern.browser.close();
  await lantern.demo.close();
  const stored = await contentOf(join(dataFolder, "database"));
  assert.ok(
    stored.some(({ bytes }) => bytes.includes(email)),
    "what is stored in the open can be found by this search",
  );
  assert.ok(
    stored.some(({ bytes }) => bytes.includes("argon2id")),
    "the user's password is kept as a hash",
  );
  for (const { file, bytes } of stored)
    for (const [name, secret] of Object.entries(secrets)) {
      assert.ok(!bytes.includes(secret), `${name} is in ${file}`);
      assert.ok(!bytes.includes(Buffer.from(secret).toString("base64")), `${name} is in ${file}, in base64`);
    }
});

/** Fills in a new user with everything that has a secret, trying the accounts on the way. */
async function createUser(page: Page, mailPassword: string): Promise<void> {
  await page.getByRole("button", { name: "Create user" }).first().click();
  const sheet = page.getByRole("dialog", { name: "New user" });
  const field = (name: string) => sheet.locator(`[name="${name}"]`);
  await field("last").fill("Keeper");
  await field("first").fill("Anna");
  await field("email").fill("keeper@crewdock.test");
  await field("login").fill("keeper");
  await sheet.getByRole("radio", { name: /Set a password/ }).check();
  await field("password").fill(typed.userPassword);
  await field("passwordAgain").fill(typed.userPassword);
  await sheet.getByRole("combobox", { name: "Position" }).fill("Sales manager");
  await sheet
    .getByRole("option", { name: /^Sales manager/ })
    .first()
    .click();
  await sheet.getByText("Connect SIP account").click();
  await field("sipLogin").fill("2077");
  await field("sipPassword").fill(typed.sipPassword);
  await sheet.getByRole("button", { name: "Check account" }).click();
  await sheet.getByRole("button", { name: "Check again" }).waitFor();
  await sheet.getByRole("button", { name: "Add mail account" }).click();
  const wizard = page.getByRole("dialog", { name: "Mail account" });
  await wizard.getByRole("textbox", { name: "E-mail address" }).fill("keeper@crewdock.test");
  await wizard.getByText(/recognised/).waitFor();
  await wizard.getByRole("button", { name: "Continue" }).click();
  await wizard.locator("input[name=password]").fill(typed.wrongMailPassword);
  await wizard.getByRole("button", { name: "Check account" }).click();
  await wizard.getByRole("button", { name: "Enter another password" }).click({ timeout: 30_000 });
  await wizard.locator("input[name=password]").fill(mailPassword);
  await wizard.getByRole("button", { name: "Check account" }).click();
  await wizard.getByText("Mail account connected", { exact: true }).first().waitFor({ timeout: 30_000 });
  await wizard.getByRole("button", { name: "Add to the user" }).click();
  await wizard.waitFor({ state: "hidden" });
}

async function save(page: Page, before: () => Promise<void>): Promise<{ readonly email: string }> {
  await before();
  const sheet = page.getByRole("dialog", { name: "New user" });
  await sheet.getByRole("button", { name: "Create user" }).click();
  await sheet.waitFor({ state: "detached" });
  return { email: "keeper@crewdock.test" };
}

/** Looks through the whole document; `values` also through what the controls hold. */
async function search(
  where: string,
  secrets: Readonly<Record<string, string>>,
  page: Page,
  values: boolean,
): Promise<void> {
  free(where, secrets, values ? await everythingIn(page) : await everythingIn(page, { values: false }));
}

function free(where: string, secrets: Readonly<Record<string, string>>, text: string): void {
  for (const [name, secret] of Object.entries(secrets))
    for (const form of new Set([secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]))
      assert.ok(!text.includes(form), `${name} is in ${where}`);
}

/** Collects what a page receives, asks for and says; the result gives it once all answers are read. */
function record({
  page,
}: OpenPage): () => Promise<{ readonly bodies: readonly string[]; readonly others: readonly string[] }> {
  const bodies: Promise<string>[] = [];
  const others: string[] = [];
  page.on("request", (request) => others.push(request.url()));
  page.on("console", (message) => others.push(message.text()));
  page.on("pageerror", (error) => others.push(String(error)));
  page.on("framenavigated", (frame) => others.push(frame.url()));
  page.on("response", (response) => others.push(JSON.stringify(response.headers())));
  // live events never finish; they carry no more than the names of what changed
  page.on("requestfinished", (request) => bodies.push(bodyOf(request)));
  return async () => ({ bodies: await Promise.all(bodies), others });
}

async function bodyOf(request: Request): Promise<string> {
  try {
    return (await (await request.response())?.text()) ?? "";
  } catch {
    return ""; // the browser lets go of the answers of a page that was left
  }
}

/** Keeps a copy of what this process writes: the demo runs in it. */
function captureOutput(): { readonly text: () => string; readonly release: () => void } {
  const kept: string[] = [];
  const methods = ["log", "info", "warn", "error", "debug"] as const;
  const originals = methods.map((method) => console[method]);
  for (const method of methods) console[method] = (...args: unknown[]) => void kept.push(args.map(String).join(" "));
  return {
    text: () => kept.join("\n"),
    release: () => methods.forEach((method, index) => (console[method] = originals[index] ?? console[method])),
  };
}

async function contentOf(folder: string): Promise<readonly { readonly file: string; readonly bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => ({ file: name, bytes: await readFile(join(parentPath, name)) })),
  );
}
