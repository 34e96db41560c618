import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Role, User } from "@crewdock/contract";
import { sampleCompany } from "@crewdock/contract/sample";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumArgs, chromiumPath } from "../../../.ci/chromium.mjs";

interface Example {
  readonly ownBackend: (crm: {
    readonly users: readonly User[];
    readonly roles: readonly Role[];
    readonly userOf: (token: string | undefined) => string | undefined;
    readonly onError: (error: unknown) => void;
  }) => Server;
}

const example = fileURLToPath(new URL("../../../docs/examples/own-backend.mjs", import.meta.url));
const strict = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:";

/** The example's backend and a page with both widgets on one origin, as behind a reverse proxy. */
async function serveCrm(
  onError: (error: unknown) => void,
): Promise<{ readonly site: Server; readonly origin: string }> {
  const { ownBackend } = (await import(example)) as Example;
  const { users, roles, demoPeople } = sampleCompany();
  const backend = ownBackend({
    users: users.slice(0, 12).map((user) => ({
      ...user,
      departmentId: "all",
      positionId: null,
      groupIds: [],
      sipAccount: null,
      mailAccounts: [],
    })),
    roles,
    userOf: (token) => (token === "of-admin" ? demoPeople.admin : undefined),
    onError,
  });
  const bundled = await build({
    entryPoints: [fileURLToPath(new URL("testing/own-backend-page.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    jsx: "automatic",
    jsxImportSource: "preact",
    conditions: ["source"],
  });
  const script = bundled.outputFiles[0]?.text ?? "";
  const site = createServer((request, response) => {
    if (request.url?.startsWith("/crewdock/v1/") === true) return void backend.emit("request", request, response);
    const isScript = request.url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.setHeader("content-security-policy", strict);
    response.end(
      isScript ? script : '<!doctype html><title>CRM</title><body><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  return { site, origin: `http://127.0.0.1:${String((site.address() as AddressInfo).port)}` };
}

describe("both widgets over the example of one's own backend", { timeout: 60_000 }, () => {
  const unforeseen: unknown[] = [];
  let browser: Browser;
  let crm: Awaited<ReturnType<typeof serveCrm>>;
  let page: Page;

  const read = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${crm.origin}/crewdock/v1${path}`, { headers: { authorization: "Bearer of-admin" } });
    return answer.json();
  };

  before(async () => {
    crm = await serveCrm((error) => unforeseen.push(error));
    browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs });
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    page.setDefaultTimeout(10_000);
    page.on("console", (message) => {
      if (message.type() === "error") unforeseen.push(message.text());
    });
    page.on("pageerror", (error) => unforeseen.push(error));
    await page.goto(crm.origin);
  });
  after(async () => {
    await browser?.close();
    crm?.site.close();
    crm?.site.closeAllConnections();
  });

  test("somebody is made with a role, and nothing is asked that this CRM does not have", async () => {
    const manager = page.locator("crew-user-manager");
    await manager.getByRole("button", { name: "Create user" }).click();
    const sheet = manager.getByRole("dialog");
    assert.deepEqual(await sheet.locator(".form-section h3").allTextContents(), ["Person", "Access", "Work"]);
    await sheet.getByLabel("Last name").fill("Petrova");
    await sheet.getByLabel("First name").fill("Irina");
    await sheet.getByLabel("E-mail").fill("irina.petrova@crewdock.test");
    await sheet.locator("[name=password]").fill("Lantern-47-orchard");
    await sheet.locator("[name=passwordAgain]").fill("Lantern-47-orchard");
    await sheet.getByRole("combobox", { name: "Role" }).fill("Manager");
    await sheet.getByRole("option", { name: /^Manager/ }).click();
    await sheet.locator("[part=save]").click();
    const row = manager.getByRole("row", { name: /Petrova/ });
    await row.waitFor();
    assert.match(await row.innerText(), /Manager/);
    const { items } = (await read("/users?q=petrova")) as { readonly items: readonly User[] };
    assert.deepEqual(
      items.map(({ email, roleIds }) => [email, roleIds]),
      [["irina.petrova@crewdock.test", ["r-manager"]]],
    );
  });

  test("a role is edited, and whom it is given is left to the CRM", async () => {
    const editor = page.locator("crew-role-editor");
    await editor.getByRole("button", { name: /^Manager/ }).click();
    await editor.getByText("Who has a role is decided elsewhere in this CRM.").waitFor();
    assert.equal(await editor.getByRole("tab").count(), 0);
    await editor.locator('[data-stop="cell deal.export"]').focus();
    await page.keyboard.press("3");
    await editor.getByRole("button", { name: "Save" }).click();
    await editor.getByText("“Manager” saved").waitFor();
    const role = (await read("/roles/r-manager")) as Role;
    assert.equal(role.grants["deal.export"], "any");
  });

  test("nothing was asked in vain, and nothing broke the page's strict policy", () => {
    assert.deepEqual(unforeseen, []);
  });
});
