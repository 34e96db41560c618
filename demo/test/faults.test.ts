import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { breakCalls, faults } from "./fault.ts";
import { fakeAnswer, type Lantern, startLantern } from "./lantern.ts";

let lantern: Lantern;
before(async () => {
  lantern = await startLantern();
});
after(() => lantern[Symbol.asyncDispose]());

for (const language of ["en", "ru"] as const) {
  const words =
    language === "en"
      ? { search: "Search users", retry: "Try again" }
      : { search: "Поиск пользователей", retry: "Повторить" };

  test(`user list (${language}): each fault is said in words; a retry brings the list, the search stays`, async (t) => {
    const { page, context } = await lantern.visit("admin", { route: "team", language });
    t.after(() => context.close());
    const manager = page.locator("crew-user-manager");
    const search = manager.getByRole("searchbox");
    await manager.locator("tr[data-id]").first().waitFor();
    for (const [index, fault] of (language === "en" ? faults : faults.slice(0, 1)).entries()) {
      const mend = await breakCalls(page, "GET", /\/v1\/users$/, fault.answer);
      const typed = "sokolova".slice(0, index + 2);
      await search.fill(typed);
      const error = manager.locator('[part="error-state"]');
      await error.getByText(fault.title[language], { exact: true }).waitFor();
      await mend();
      await error.getByRole("button", { name: words.retry }).click();
      await manager.locator("tr[data-id]").first().waitFor();
      assert.equal(await search.inputValue(), typed, `what was typed is still there when the server ${fault.what}`);
    }
  });
}

test("role save: each fault is said in words, the changes stay, the retry saves them", async (t) => {
  const { page, context } = await lantern.visit("admin", { route: "roles" });
  t.after(() => context.close());
  const editor = page.locator("crew-role-editor");
  await editor
    .getByRole("button", { name: /^Head of department/ })
    .first()
    .click();
  const cell = editor
    .getByRole("gridcell", { name: /Place calls/ })
    .or(editor.getByRole("button", { name: /Place calls/ }));
  await cell.first().focus();
  await page.keyboard.press("0");
  const bar = editor.locator('[part="save-bar"]');
  const changes = await bar.locator(".save-changes").textContent();
  for (const fault of faults) {
    const mend = await breakCalls(page, "PATCH", /\/v1\/roles\/[^/]+$/, fault.answer);
    await bar.getByRole("button", { name: /^(?:Save|Try again)$/ }).click();
    await bar.getByText(fault.title.en, { exact: true }).waitFor();
    assert.equal(await bar.locator(".save-changes").textContent(), changes, fault.what);
    await bar.getByRole("button", { name: "Try again" }).waitFor();
    await mend();
  }
  await bar.getByRole("button", { name: "Try again" }).click();
  await page
    .getByText(/“Head of department” saved/)
    .first()
    .waitFor();
});

test("mail check: each fault is said in words, the password is still there, the retry connects", async (t) => {
  const { page, context } = await lantern.visit("admin", { route: "mail" });
  t.after(() => context.close());
  const wizard = page.locator("crew-mail-wizard");
  await wizard.getByRole("textbox", { name: "E-mail address" }).fill("faults@crewdock.test");
  await wizard.getByText(/recognised/).waitFor();
  await wizard.getByRole("button", { name: "Continue" }).click();
  await wizard.locator("input[name=password]").fill(lantern.demo.mailPassword);
  let button = wizard.getByRole("button", { name: "Check account" });
  for (const fault of faults) {
    const mend = await breakCalls(page, "POST", /\/v1\/mail\/check$/, fault.answer);
    await button.click();
    const error = wizard.locator('[part="error-state"]');
    await error.getByText(fault.title.en, { exact: true }).waitFor();
    await mend();
    button = error.getByRole("button", { name: "Try again" });
  }
  await wizard.getByRole("button", { name: "Back" }).click();
  assert.equal(await wizard.locator("input[name=password]").inputValue(), lantern.demo.mailPassword);
  await wizard.getByRole("button", { name: "Check account" }).click();
  await wizard.getByText("Mail account connected", { exact: true }).first().waitFor({ timeout: 30_000 });
});

test("phone credentials: the phone says that the CRM does not answer and connects when it does", async (t) => {
  const { page, context } = await lantern.visit("manager");
  t.after(() => context.close());
  const phone = page.locator("crew-softphone");
  await phone.getByText("Ready").first().waitFor();
  for (const fault of faults) {
    const mend = await breakCalls(page, "POST", /\/v1\/phone\/credentials$/, fault.answer);
    await page.reload();
    await phone.getByText(/Offline since/).waitFor();
    await phone.getByText("The CRM does not answer.", { exact: false }).waitFor();
    await mend();
    const now = phone.getByRole("button", { name: "Try now" });
    const ready = phone.getByText("Ready").first();
    await now.or(ready).first().waitFor();
    if (await now.isVisible()) await now.click().catch(() => {}); // it may have come back by itself just now
    await ready.waitFor();
  }
});

test("live events: a list works without them and follows what happened meanwhile when they are back", async (t) => {
  const { page, context } = await lantern.visit("admin", { route: "team" });
  t.after(() => context.close());
  const mend = await breakCalls(page, "GET", /\/v1\/events$/, (route) => route.abort());
  await page.reload();
  await page.locator("crew-user-manager tr[data-id]").first().waitFor();
  await page.getByRole("searchbox", { name: "Search users" }).fill("meanwhile@crewdock.test");
  await page.getByText("Nobody matches").waitFor();
  const api = await lantern.api("admin");
  const { json: organisation } = await api("GET", "/organisation");
  const made = await api(
    "POST",
    "/users",
    {
      name: { last: "Meanwhile", first: "Anna", patronymic: null },
      email: "meanwhile@crewdock.test",
      login: "meanwhile",
      password: null,
      timeZone: "Europe/Moscow",
      serviceNumber: null,
      positionId: null,
      departmentId: (organisation as { departments: { id: string }[] }).departments[0]?.id,
      groupIds: [],
      roleIds: [],
      sipAccount: null,
      mailAccounts: [],
    },
    { "idempotency-key": "meanwhile" },
  );
  assert.equal(made.status, 200, made.text);
  await mend();
  await page.locator("crew-user-manager").getByText("Anna Meanwhile").waitFor({ timeout: 20_000 });
});

test("a token that has expired is renewed once, and nobody notices", async (t) => {
  const { page, context } = await lantern.visit("admin", { route: "team" });
  t.after(() => context.close());
  await page.locator("crew-user-manager tr[data-id]").first().waitFor();
  await page.locator("crew-softphone").getByText("Ready").first().waitFor();
  let renewed = 0;
  let refused = 0;
  let old: string | undefined;
  page.on("request", (request) => void (request.url().endsWith("/host/token") && renewed++));
  await page.route(
    ({ pathname }) => pathname.startsWith("/crewdock/v1/"),
    async (route) => {
      const token = route.request().headers()["authorization"];
      old ??= token;
      if (token !== old) return route.fallback();
      refused++;
      return fakeAnswer(route, {
        status: 401,
        contentType: "application/problem+json",
        body: JSON.stringify({ type: "about:blank", title: "", status: 401, code: "token_expired", retryable: true }),
      });
    },
  );
  await page.getByRole("link", { name: "Roles" }).click();
  await page.locator("crew-role-editor").getByRole("gridcell").first().waitFor();
  assert.ok(refused >= 1, "no call was refused");
  assert.equal(renewed, 1);
  assert.equal(await page.locator('[part="error-state"]').count(), 0);
});
