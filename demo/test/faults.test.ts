import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { User } from "@crewdock/contract";
import type { Locator, Page, Route } from "playwright-core";
import { eventually, type OpenPage } from "./browser.ts";
import { fakeAnswer, type Lantern, startLantern } from "./lantern.ts";

/** One way in which a server lets a page down, and what the person is told of it. */
interface Fault {
  readonly what: string;
  readonly answer: (route: Route) => Promise<void>;
  readonly title: { readonly en: string; readonly ru: string };
}

const unavailable = { en: "The server cannot be reached", ru: "Сервер недоступен" };
const broken = { en: "Something went wrong", ru: "Что-то пошло не так" };
const senseless = { en: "The server gave an answer that makes no sense", ru: "Сервер прислал непонятный ответ" };
const json = { "content-type": "application/json" };

const faults: readonly Fault[] = [
  { what: "is down", answer: (route) => route.abort("connectionrefused"), title: unavailable },
  {
    what: "is too slow for the proxy before it",
    answer: (route) => fakeAnswer(route, { status: 504, body: "<h1>Gateway Timeout</h1>" }),
    title: { en: "The server took too long to answer", ru: "Сервер слишком долго не отвечает" },
  },
  {
    what: "answers with a page",
    answer: (route) => fakeAnswer(route, { contentType: "text/html", body: "<!doctype html><p>Welcome</p>" }),
    title: senseless,
  },
  {
    what: "answers with half of a document",
    answer: (route) => fakeAnswer(route, { headers: json, body: '{"items":[{"id":"u1","na' }),
    title: senseless,
  },
  {
    what: "answers with something else",
    answer: (route) => fakeAnswer(route, { headers: json, body: '{"hello":["world",null,{}]}' }),
    title: senseless,
  },
  { what: "breaks", answer: (route) => fakeAnswer(route, { status: 500, body: "Error: boom" }), title: broken },
  {
    what: "is asked too often",
    answer: (route) => fakeAnswer(route, { status: 429, headers: { "retry-after": "30" }, body: "" }),
    title: { en: "Too many attempts", ru: "Слишком много попыток" },
  },
];

let lantern: Lantern;
before(async () => {
  lantern = await startLantern();
});
after(() => lantern[Symbol.asyncDispose]());

/** Lets calls of a method to matching paths fail; the result ends it. */
async function breakCalls(
  page: Page,
  method: string,
  path: RegExp,
  answer: Fault["answer"],
): Promise<() => Promise<void>> {
  const matches = (url: URL): boolean => path.test(url.pathname);
  const handler = (route: Route): Promise<void> =>
    route.request().method() === method ? answer(route) : route.fallback();
  await page.route(matches, handler);
  return () => page.unroute(matches, handler);
}

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
  assert.equal((await usersBy("faultless@crewdock.test")).length, 1);
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
  assert.equal((await usersBy("once@crewdock.test")).length, 1);
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
  const [target] = await usersBy("lewandowska", 1);
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

interface Person {
  readonly last: string;
  readonly email: string;
  readonly password?: string;
}

async function fillPerson(sheet: Locator, { last, email, password }: Person): Promise<void> {
  await sheet.locator('[name="last"]').fill(last);
  await sheet.locator('[name="first"]').fill("Anna");
  await sheet.locator('[name="email"]').fill(email);
  await sheet.locator('[name="login"]').fill(email.split("@")[0] ?? "");
  if (password === undefined) return;
  await sheet.getByRole("radio", { name: /Set a password/ }).check();
  await sheet.locator('[name="password"]').fill(password);
  await sheet.locator('[name="passwordAgain"]').fill(password);
}

async function choosePosition(sheet: Locator, name: string): Promise<void> {
  await sheet.getByRole("combobox").nth(1).fill(name);
  await sheet.getByRole("option").filter({ hasText: name }).first().click();
}

/** The form of a new user, filled in and ready to be sent. */
async function newUser(page: Page, person: Person): Promise<Locator> {
  await page.getByRole("button", { name: "Create user" }).first().click();
  const sheet = page.getByRole("dialog", { name: "New user" });
  await fillPerson(sheet, person);
  await choosePosition(sheet, "Sales manager");
  return sheet;
}

async function usersBy(q: string, limit = 50): Promise<readonly User[]> {
  const api = await lantern.api("admin");
  const { json: page } = await api("GET", `/users?q=${encodeURIComponent(q)}&limit=${limit}`);
  return (page as { items: User[] }).items;
}
