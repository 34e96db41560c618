import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { User } from "@crewdock/contract";
import type { Locator } from "playwright-core";
import { eventually, type OpenPage } from "./browser.ts";
import { breakCalls, choosePosition, faults, fillPerson, newUser, unavailable, usersBy } from "./fault.ts";
import { type Lantern, startLantern } from "./lantern.ts";

let lantern: Lantern;
before(async () => {
  lantern = await startLantern();
});
after(() => lantern[Symbol.asyncDispose]());

test("user create: each fault is said in words, nothing typed is lost, the retry makes the user once", async (t) => {
  const opened = await lantern.visit("admin", { route: "team" });
  const { page, context } = opened;
  t.after(() => context.close());
  const sheet = await newUser(page, {
    last: "Faultless",
    email: "faultless@crewdock.test",
    password: "copper-lantern-42-field",
  });
  let button = sheet.getByRole("button", { name: "Create user" });
  for (const fault of faults) {
    const mend = await breakCalls(page, "POST", /\/v1\/users$/, fault.answer);
    await button.click();
    const notice = sheet.locator(".user-notices");
    await notice.getByText(fault.title.en, { exact: true }).waitFor();
    button = notice.getByRole("button", { name: "Try again" });
    await eventually(
      "the button to be ready again",
      () => button.isEnabled(),
      (enabled) => enabled,
    );
    assert.equal(await sheet.locator('[name="last"]').inputValue(), "Faultless", fault.what);
    assert.equal(await sheet.locator('[name="password"]').inputValue(), "copper-lantern-42-field", fault.what);
    await mend();
  }
  await button.click();
  await sheet.waitFor({ state: "detached" });
  assert.equal((await usersBy(lantern, "faultless@crewdock.test")).length, 1);
});

test("the notice of a save does not lie over the button that saves the next", async (t) => {
  const { page, context } = await lantern.visit("admin", { route: "team" });
  t.after(() => context.close());
  const first = await newUser(page, { last: "Noticed", email: "noticed@crewdock.test" });
  await first.getByRole("button", { name: "Create user" }).click();
  await first.waitFor({ state: "detached" });
  const next = await newUser(page, { last: "Unhindered", email: "unhindered@crewdock.test" });
  assert.ok(await page.locator('crew-user-manager [part="toast"]').first().isVisible(), "the notice is still there");
  await next.getByRole("button", { name: "Create user" }).click({ trial: true, timeout: 2000 });
});

test("user create (ru): a server that is down is said in Russian", async (t) => {
  const { page, context } = await lantern.visit("admin", { route: "team", language: "ru" });
  t.after(() => context.close());
  await page.locator("crew-user-manager").getByRole("button", { name: "Добавить сотрудника" }).first().click();
  const sheet = page.locator("dialog.sheet");
  await fillPerson(sheet, { last: "Сбой", email: "sboj@crewdock.test" });
  await choosePosition(sheet, "Sales manager");
  await breakCalls(page, "POST", /\/v1\/users$/, (route) => route.abort());
  await sheet.locator('[part~="save"]').click();
  await sheet.getByText(unavailable.ru, { exact: true }).waitFor();
  await sheet.getByRole("button", { name: "Повторить" }).waitFor();
});

test("an answer that is lost on its way does not make two users", async (t) => {
  const { page, context } = await lantern.visit("admin", { route: "team" });
  t.after(() => context.close());
  const sheet = await newUser(page, { last: "Onceonly", email: "once@crewdock.test" });
  const keys: (string | undefined)[] = [];
  const mend = await breakCalls(page, "POST", /\/v1\/users$/, async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    await route.fetch(); // the server has done its part
    await route.abort("connectionreset");
  });
  await sheet.getByRole("button", { name: "Create user" }).click();
  await sheet.getByText(unavailable.en, { exact: true }).waitFor();
  await mend();
  const last = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/v1/users"));
  await sheet.locator(".user-notices").getByRole("button", { name: "Try again" }).click();
  keys.push((await last).headers()["idempotency-key"]);
  await sheet.waitFor({ state: "detached" });
  assert.ok(keys.length >= 2 && keys[0] !== undefined);
  assert.equal(new Set(keys).size, 1, "every attempt is the same one");
  assert.equal((await usersBy(lantern, "once@crewdock.test")).length, 1);
});

test("a reload in the middle of a form brings it back without its passwords", async (t) => {
  const { page, context } = await lantern.visit("admin", { route: "team" });
  t.after(() => context.close());
  const sheet = await newUser(page, {
    last: "Halfway",
    email: "halfway@crewdock.test",
    password: "copper-lantern-42-field",
  });
  await sheet.locator('[name="patronymic"]').fill("Сергеевна");
  await page.reload();
  const storage = await page.evaluate(() =>
    JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]),
  );
  assert.doesNotMatch(storage, /copper-lantern/);
  await page.getByRole("button", { name: "Create user" }).first().click();
  await sheet.getByText("Draft restored").waitFor();
  for (const [name, value] of [
    ["last", "Halfway"],
    ["patronymic", "Сергеевна"],
    ["email", "halfway@crewdock.test"],
    ["password", ""],
    ["passwordAgain", ""],
  ] as const)
    assert.equal(await sheet.locator(`[name="${name}"]`).inputValue(), value, name);
  await sheet.getByRole("button", { name: "Discard draft" }).click();
  assert.equal(await sheet.locator('[name="last"]').inputValue(), "");
});

test("two administrators edit the same user: the second sees both versions and nothing is lost", async (t) => {
  const api = await lantern.api("admin");
  const [target] = await usersBy(lantern, "lewandowska", 1);
  assert.ok(target, "somebody to edit");
  const one = await lantern.visit("admin", { route: "team" });
  const other = await lantern.visit("admin", { route: "team" });
  t.after(() => Promise.all([one.context.close(), other.context.close()]));
  for (const { page } of [one, other]) {
    await page.getByRole("searchbox", { name: "Search users" }).fill(target.email);
    await page.locator(`tr[data-id="${target.id}"] .user-open`).click();
    await page.locator('dialog.sheet [name="first"]').waitFor();
  }
  const edit = (opened: OpenPage, name: string): Locator => opened.page.locator(`dialog.sheet [name="${name}"]`);
  await edit(other, "first").fill("Second");
  await edit(other, "patronymic").fill("Mine");
  await edit(one, "first").fill("First");
  await edit(one, "serviceNumber").fill("7001");
  await one.page.locator('dialog.sheet [part~="save"]').click();
  await one.page
    .getByText(/changes saved/)
    .first()
    .waitFor();

  const panel = other.page.getByRole("region", { name: "Somebody else saved this user meanwhile" });
  await other.page.getByText("Somebody else changed this user").waitFor();
  await other.page.locator('dialog.sheet [part~="save"]').click();
  await panel.waitFor();
  const row = panel.locator(".conflict-row").filter({ hasText: "First name" });
  assert.deepEqual(await row.locator("dd").allTextContents(), ["Second", "First"]);
  assert.deepEqual(
    await panel.locator(".conflict-row").filter({ hasText: "Service number" }).locator("dd").allTextContents(),
    [target.serviceNumber ?? "empty", "7001"],
  );
  await panel.getByRole("button", { name: "Continue with this" }).click();
  await other.page.locator('dialog.sheet [part~="save"]').click();
  await other.page
    .getByText(/changes saved/)
    .first()
    .waitFor();
  const { json: kept } = await api("GET", `/users/${target.id}`);
  const { name, serviceNumber } = kept as User;
  assert.deepEqual(
    { ...name, serviceNumber },
    { last: target.name.last, first: "Second", patronymic: "Mine", serviceNumber: "7001" },
  );
});
