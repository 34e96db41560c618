import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { User } from "@crewdock/contract";
import type { Locator, Page } from "playwright-core";
import { eventually, type OpenPage, violations } from "./browser.ts";
import { type Api, everythingIn, type Lantern, startLantern } from "./lantern.ts";

interface Hostile {
  readonly what: string;
  readonly text: string;
}

/** What people, their clipboards and attackers put into a field. */
const values: readonly Hostile[] = [
  { what: "10,000 characters", text: "x".repeat(10_000) },
  { what: "nothing", text: "" },
  { what: "only spaces", text: "     " },
  { what: "emoji, a family and a flag", text: "👩‍👩‍👧‍👦 Zoë 🏴‍☠️🇵🇱" },
  { what: "Arabic after a right-to-left override", text: "\u202Etxt.exe مرحبا بالعالم" },
  { what: "markup that runs a script", text: `"><img src=x onerror="window.hacked=1">` },
  { what: "SQL", text: "Robert'); drop table users; --" },
  { what: "a template", text: "{{7*7}}${7*7}" },
];

/** Text that JSON can carry and no store of text can: sent past the widgets. */
const unstorable: readonly Hostile[] = [
  { what: "NUL", text: "a\u0000b" },
  { what: "a lone high surrogate", text: "a\ud800b" },
  { what: "a lone low surrogate", text: "a\udc00b" },
];

let lantern: Lantern;
let admin: OpenPage;
let api: Api;

before(async () => {
  lantern = await startLantern();
  admin = await lantern.visit("admin", { route: "team" });
  api = await lantern.api("admin");
});
after(() => lantern[Symbol.asyncDispose]());

test("user manager: every field stores a hostile value as text or refuses it at the field", async (t) => {
  const { page } = admin;
  const sheet = page.getByRole("dialog", { name: "New user" });
  const field = (name: string): Locator => sheet.locator(`[name="${name}"]`);
  const stored: { readonly name: string; readonly email: string }[] = [];
  let refused = 0;

  const open = async (): Promise<void> => {
    await page.getByRole("button", { name: "Create user" }).first().click();
    await field("last").waitFor();
    await sheet.getByRole("combobox", { name: "Position" }).fill("Sales manager");
    await sheet
      .getByRole("option", { name: /^Sales manager/ })
      .first()
      .click();
  };
  const wellFormed = async (serial: number): Promise<string> => {
    const email = `hostile-${serial}@crewdock.test`;
    await field("last").fill("Probe");
    await field("first").fill("Anna");
    await field("patronymic").fill("");
    await field("email").fill(email);
    await field("serviceNumber").fill("");
    await field("login").fill(`hostile-${serial}`);
    return email;
  };
  /** The fields that are complained about after pressing the button; null where the user was made. */
  const send = async (what: string): Promise<readonly string[] | null> => {
    await sheet.getByRole("button", { name: "Create user" }).click();
    return eventually(
      `an answer to ${what}`,
      async () => ((await sheet.count()) === 0 ? null : await complaintsIn(sheet)),
      (names) => names === null || names.length > 0,
    );
  };

  await open();
  let serial = 0;
  for (const { what, text } of values) {
    const email = await wellFormed(++serial);
    for (const name of ["last", "first", "patronymic"]) await field(name).fill(text);
    const complaints = await send(what);
    if (complaints !== null) {
      refused++;
      const required = text.trim() === "";
      assert.deepEqual(complaints, required ? ["last", "first"] : ["last", "first", "patronymic"], what);
      continue;
    }
    assert.deepEqual(
      (await find(email)).name,
      { last: text, first: text, patronymic: text },
      `${what} is stored as typed`,
    );
    stored.push({ name: `${text} ${text} ${text}`, email });
    await open();
  }
  for (const { what, text } of values) {
    await wellFormed(++serial);
    for (const name of ["email", "login", "serviceNumber"]) await field(name).fill(text);
    // a number may stay empty, and an emptied login is suggested again
    const refusing =
      text === "" ? ["email"] : text.trim() === "" ? ["email", "login"] : ["email", "login", "serviceNumber"];
    const complaints = await send(what);
    assert.deepEqual(complaints?.toSorted(), refusing, what);
    refused++;
  }
  t.diagnostic(`${stored.length} stored as names, ${refused} refused at the field`);
  assert.equal(stored.length, 5, "names take any script, markup and signs");
  await closeAndDiscard(page);

  await page.reload();
  await page.getByRole("searchbox", { name: "Search users" }).fill("hostile-");
  for (const { name, email } of stored) {
    const row = page.locator("crew-user-manager tbody tr").filter({ has: page.getByText(email, { exact: true }) });
    assert.equal(await row.locator(".user-open bdi").textContent(), name);
    await row.locator(".user-open").click();
    const edit = page.locator("dialog.sheet");
    await edit.locator('[name="patronymic"]').waitFor();
    assert.equal(await edit.locator("h2").textContent(), name);
    assert.equal(await edit.locator('[name="last"]').inputValue(), name.slice(0, (name.length - 2) / 3));
    await edit.getByRole("button", { name: "Close", exact: true }).first().click();
    await edit.waitFor({ state: "detached" });
  }
  await unharmed(admin);
});

test("user manager: the fields of a SIP account refuse what no server could be reached with", async () => {
  const { page } = admin;
  await page.getByRole("button", { name: "Create user" }).first().click();
  const sheet = page.getByRole("dialog", { name: "New user" });
  await sheet.getByText("Connect SIP account").click();
  await sheet.getByLabel("Transport").selectOption("wss");
  const good = { sipLogin: "2001", sipDomain: "sip.example.com", sipPort: "5061", sipUrl: "" } as const;
  for (const name of ["sipLogin", "sipDomain", "sipPort", "sipUrl"] as const) {
    for (const { what, text } of values) {
      if (name === "sipUrl" && text.trim() === "") continue; // the one that may stay empty
      const input = sheet.locator(`[name="${name}"]`);
      await input.fill(text);
      await input.blur();
      await eventually(
        `a complaint about ${what} in '${name}'`,
        () => complaintAt(input),
        (said) => said !== "",
      );
      await input.fill(good[name]);
    }
  }
  await closeAndDiscard(page);
  await unharmed(admin);
});

test("user manager: searching and choosing take any text", async () => {
  const { page } = admin;
  const search = page.getByRole("searchbox", { name: "Search users" });
  await search.fill("");
  for (const { what, text } of values.filter((value) => value.text.trim() !== "")) {
    const status = await searchFor(page, search, text, "/users?");
    assert.equal(status, 200, `${what} is a search like any`);
  }
  await search.fill("");
  await page.getByRole("button", { name: "Create user" }).first().click();
  const sheet = page.getByRole("dialog", { name: "New user" });
  for (const name of ["Position", "Department", "Time zone"]) {
    const box = sheet.getByRole("combobox", { name });
    for (const { text } of values.filter((value) => value.text.trim() !== "")) {
      await box.fill(text);
      await sheet.getByText("Nothing found", { exact: false }).first().waitFor();
    }
    await box.press("Escape");
  }
  await sheet.getByRole("button", { name: "Close", exact: true }).first().click();
  await sheet.waitFor({ state: "detached" });
  await unharmed(admin);
});

test("role editor: name and description are stored as typed or refused at the field", async () => {
  const { page } = admin;
  await page.getByRole("link", { name: "Roles" }).click();
  const dialog = page.getByRole("dialog", { name: "New role" });
  const made: { readonly name: string; readonly description: string }[] = [];
  for (const { what, text } of values) {
    await page.getByRole("button", { name: "New role" }).first().click();
    const name = dialog.getByRole("textbox", { name: "Name" });
    await name.fill(text);
    await dialog.getByRole("textbox", { name: "Description" }).fill(text);
    await dialog.getByRole("button", { name: "Next" }).click();
    const outcome = await eventually(
      `an answer to ${what}`,
      async () => ((await name.count()) === 0 ? "accepted" : await complaintAt(name)),
      (said) => said !== "",
    );
    if (outcome === "accepted") {
      await dialog.getByRole("button", { name: "Next" }).click();
      await dialog.getByRole("button", { name: "Create role" }).click();
      await dialog.waitFor({ state: "hidden" });
      made.push({ name: text, description: text });
      continue;
    }
    if (text.trim() !== "")
      assert.notEqual(await complaintAt(dialog.getByRole("textbox", { name: "Description" })), "", what);
    await closeAndDiscard(page);
  }
  assert.equal(made.length, 5, "a role may be called anything");
  const { json } = await api("GET", "/roles");
  const kept = (json as { items: { name: string; description: string | null }[] }).items;
  for (const { name, description } of made)
    assert.ok(
      kept.some((role) => role.name === name && (role.description ?? "") === description),
      `a role called ${name} is stored as typed`,
    );
  await page.reload();
  await page.locator("crew-role-editor .role-item-name").first().waitFor();
  const shown = await page.locator("crew-role-editor .role-item-name").allTextContents();
  for (const { name } of made) assert.ok(shown.includes(name), `${name} is shown as typed`);
  const searchRights = page.locator("crew-role-editor").getByRole("searchbox", { name: "Search rights" });
  for (const { text } of values.filter((value) => value.text.trim() !== "")) {
    await searchRights.fill(text);
    await page.getByText("No right is called").waitFor();
  }
  await unharmed(admin);
});

test("mail wizard: address, servers and user names are refused at the field or answered by the server in words", async () => {
  const { page } = admin;
  await page.getByRole("link", { name: "Mail" }).click();
  const wizard = page.locator("crew-mail-wizard");
  const address = wizard.getByRole("textbox", { name: "E-mail address" });
  for (const { what, text } of values) {
    await address.fill(text);
    await wizard.getByRole("button", { name: "Continue" }).click();
    await eventually(
      `a complaint about ${what} as an address`,
      () => complaintAt(address),
      (said) => said !== "",
    );
  }
  await address.fill("probe@nowhere.invalid");
  await wizard.getByRole("button", { name: "Other" }).click();
  await wizard.getByRole("button", { name: "Continue" }).click();
  const field = (name: string): Locator => wizard.locator(`[name="${name}"]`);
  const check = wizard.getByRole("button", { name: "Check account" });
  const good = {
    "imap-host": "127.0.0.1",
    "smtp-host": "127.0.0.1",
    "imap-user": "probe",
    "smtp-user": "probe",
  } as const;
  const reset = async (): Promise<void> => {
    await field("password").fill("not-a-password");
    for (const [name, text] of Object.entries(good)) await field(name).fill(text);
  };
  await reset();
  for (const kind of ["host", "user"]) {
    for (const { what, text } of values) {
      await reset();
      const inputs = ["imap", "smtp"].map((protocol) => field(`${protocol}-${kind}`));
      for (const input of inputs) await input.fill(text);
      await check.click();
      const outcome = await eventually(
        `an answer to ${what} as ${kind}`,
        async () => {
          const complaints = await Promise.all(inputs.map(complaintAt));
          if (complaints.every((complaint) => complaint !== "")) return "refused";
          return (await wizard.getByText("Not connected yet").count()) > 0 ? "not connected" : "";
        },
        (said) => said !== "",
      );
      if (outcome === "not connected") await wizard.getByRole("button", { name: "Back" }).click();
    }
  }
  await unharmed(admin);
});

test("softphone: what is no number is refused below the field and never called", async () => {
  const { page } = admin;
  const phone = page.locator("crew-softphone");
  await phone.getByText("Ready").first().waitFor();
  const number = phone.getByRole("textbox", { name: "Number" });
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/phone/credentials")) asked.push(request.postData() ?? "");
  });
  for (const { what, text } of values) {
    await number.fill(text);
    await number.press("Enter");
    await eventually(
      `a complaint about ${what} as a number`,
      () => complaintAt(number),
      (said) => said !== "",
    );
    await number.fill("");
  }
  assert.deepEqual(
    asked.filter((body) => body.includes('"call"')),
    [],
    "nothing was dialled",
  );
  await unharmed(admin);
});

test("host pages: every search takes any text", async () => {
  const { page } = admin;
  const search = page.getByRole("searchbox", { name: "Search" });
  const trySearch = async (where: string): Promise<void> => {
    for (const { what, text } of values.filter((value) => value.text.trim() !== "")) {
      const status = await searchFor(page, search, text, `/${where}?`);
      assert.equal(status, 200, `${what} is a search like any among ${where}`);
    }
    const found = page.locator(".table-frame tbody tr").or(page.locator(".list-note").getByText("Nothing found"));
    await found.first().waitFor();
  };
  await page.getByRole("link", { name: "Contacts" }).click();
  await trySearch("contacts");
  await page.getByRole("tab", { name: "Colleagues" }).click();
  await trySearch("colleagues");
  await page.getByRole("link", { name: "Calls" }).click();
  await trySearch("calls");
  await unharmed(admin);
});

test("the API refuses NUL and lone surrogates in every text, with a field, and never breaks", async () => {
  const person = (serial: number) => ({
    name: { last: "Raw", first: "Anna", patronymic: null as string | null },
    email: `raw-${serial}@crewdock.test`,
    login: `raw-${serial}`,
    password: null as string | null,
    timeZone: "Europe/Moscow",
    serviceNumber: null as string | null,
    positionId: null,
    departmentId: "",
    groupIds: [],
    roleIds: [],
    sipAccount: null as unknown,
    mailAccounts: [] as unknown[],
  });
  const sales =
    ((await api("GET", "/organisation")).json as { departments: { id: string }[] }).departments[0]?.id ?? "";
  const server = { host: "imap.crewdock.test", port: 993, security: "ssl", username: "raw" };
  const mail = (change: Record<string, unknown>) => ({
    email: "raw@crewdock.test",
    providerId: null,
    imap: server,
    smtp: { ...server, port: 465 },
    ...change,
  });
  const sip = (change: Record<string, unknown>) => ({
    id: null,
    login: "2001",
    password: "secret",
    domain: "crewdock.test",
    port: 5060,
    transport: "udp",
    webSocketUrl: null,
    ...change,
  });
  let serial = 0;
  const user = (change: Record<string, unknown>) => ({ ...person(++serial), departmentId: sales, ...change });
  const requests: readonly (readonly [string, string, (text: string) => unknown, string | null])[] = [
    ["POST", "/users", (text) => user({ name: { last: text, first: "A", patronymic: null } }), "/name/last"],
    ["POST", "/users", (text) => user({ name: { last: "A", first: text, patronymic: null } }), "/name/first"],
    ["POST", "/users", (text) => user({ name: { last: "A", first: "B", patronymic: text } }), "/name/patronymic"],
    ["POST", "/users", (text) => user({ email: `${text}@crewdock.test` }), "/email"],
    ["POST", "/users", (text) => user({ login: text }), "/login"],
    ["POST", "/users", (text) => user({ password: `copper-lantern-${text}` }), "/password"],
    ["POST", "/users", (text) => user({ timeZone: text }), "/timeZone"],
    ["POST", "/users", (text) => user({ serviceNumber: text }), "/serviceNumber"],
    ["POST", "/users", (text) => user({ departmentId: text }), "/departmentId"],
    ["POST", "/users", (text) => user({ roleIds: [text] }), "/roleIds/0"],
    ["POST", "/users", (text) => user({ sipAccount: sip({ login: text }) }), "/sipAccount/login"],
    ["POST", "/users", (text) => user({ sipAccount: sip({ password: text }) }), "/sipAccount/password"],
    ["POST", "/users", (text) => user({ sipAccount: sip({ domain: text }) }), "/sipAccount/domain"],
    [
      "POST",
      "/users",
      (text) => user({ mailAccounts: [{ ...mail({}), password: "x", sentFolder: text, active: true }] }),
      "/mailAccounts/0/sentFolder",
    ],
    ["POST", "/roles", (text) => ({ name: text, description: null, grants: {} }), "/name"],
    ["POST", "/roles", (text) => ({ name: `Raw ${++serial}`, description: text, grants: {} }), "/description"],
    ["POST", "/roles", (text) => ({ name: `Raw ${++serial}`, description: null, grants: { [text]: "any" } }), null],
    ["POST", "/sip-accounts/check", (text) => sip({ login: text }), "/login"],
    ["POST", "/sip-accounts/check", (text) => sip({ password: text }), "/password"],
    ["POST", "/mail/discover", (text) => ({ email: `${text}@crewdock.test` }), "/email"],
    [
      "POST",
      "/mail/check",
      (text) => ({ accountId: null, settings: mail({ imap: { ...server, username: text } }), password: "x" }),
      "/settings/imap/username",
    ],
    ["POST", "/mail/check", (text) => ({ accountId: null, settings: mail({}), password: text }), "/password"],
    [
      "POST",
      "/mail/folders",
      (text) => ({ accountId: null, settings: mail({ imap: { ...server, host: text } }), password: "x" }),
      "/settings/imap/host",
    ],
    ["POST", "/directory/lookup", (text) => ({ number: text }), "/number"],
    [
      "PUT",
      "/calls/raw-call",
      (text) => ({
        direction: "outgoing",
        number: "1042",
        name: text,
        contactId: null,
        startedAt: new Date().toISOString(),
        answeredAt: null,
        endedAt: null,
        result: "ongoing",
      }),
      "/name",
    ],
  ];
  for (const [method, path, body, pointer] of requests) {
    for (const { what, text } of unstorable) {
      const answer = await api(method, path, body(text), { "idempotency-key": `raw-${++serial}` });
      const about = `${what} at ${method} ${path} ${pointer ?? ""}: ${answer.text.slice(0, 300)}`;
      assert.equal(answer.status, 422, about);
      const { code, errors } = answer.json as { code: string; errors: { pointer: string }[] };
      assert.equal(code, "validation", about);
      if (pointer !== null)
        assert.ok(
          errors.some((error) => error.pointer === pointer),
          about,
        );
    }
  }
  // a query string cannot hold a surrogate alone; NUL it can
  for (const path of [
    "/users?q=a%00b",
    "/contacts?q=a%00b",
    "/colleagues?q=%00",
    "/calls?q=%00",
    "/users/%00",
    "/users?cursor=%00",
  ]) {
    const { status, text } = await api("GET", path);
    assert.ok(status >= 400 && status < 500, `${path}: ${status} ${text.slice(0, 200)}`);
  }
  for (const [path, body] of [
    ["/sign-in", { login: "a\u0000b", password: "\ud800" }],
    ["/sign-in-as", { userId: "\u0000" }],
    ["/sign-in", { login: "x".repeat(10_000), password: "x".repeat(10_000) }],
  ] as const) {
    const { status } = await fetch(`${lantern.demo.url}/host${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: lantern.demo.url },
      body: JSON.stringify(body),
    });
    assert.ok(status >= 400 && status < 500, `${path} answered ${status}`);
  }
});

async function find(email: string): Promise<User> {
  const { json } = await api("GET", `/users?q=${encodeURIComponent(email)}`);
  const user = (json as { items: User[] }).items.find((each) => each.email === email);
  assert.ok(user, `${email} is stored`);
  return user;
}

/** What the field says is wrong; empty where it complains of nothing or is no longer there. */
async function complaintAt(field: Locator): Promise<string> {
  const said = await field.evaluateAll((elements) =>
    elements.map((element) => {
      if (element.getAttribute("aria-invalid") !== "true") return "";
      const root = element.getRootNode() as ShadowRoot;
      const ids = (element.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
      return ids
        .map((id) => root.getElementById(id)?.textContent ?? "")
        .join(" ")
        .trim();
    }),
  );
  return said[0] ?? "";
}

/** Names of the fields that say what is wrong with them. */
function complaintsIn(form: Locator): Promise<string[]> {
  return form.locator("[name][aria-invalid=true]").evaluateAll((elements) =>
    elements
      .filter((element) => {
        const root = element.getRootNode() as ShadowRoot;
        const ids = (element.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
        return ids.some((id) => (root.getElementById(id)?.textContent ?? "") !== "");
      })
      .map((element) => element.getAttribute("name") ?? ""),
  );
}

/** Pastes into a search field as a person would and gives the status with which the search was answered. */
async function searchFor(page: Page, field: Locator, text: string, path: string): Promise<number> {
  const answer = page.waitForResponse((response) => response.url().includes(path) && response.url().includes("q="));
  await field.focus();
  await field.selectText();
  await page.keyboard.insertText(text);
  return (await answer).status();
}

async function closeAndDiscard(page: Page): Promise<void> {
  const dialog = page.locator("dialog.sheet");
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  const discard = page.getByRole("button", { name: "Discard", exact: true });
  await eventually(
    "the question or a closed sheet",
    async () => ((await dialog.count()) === 0 ? "closed" : (await discard.isVisible()) ? "asked" : ""),
    (said) => said !== "",
  );
  if (await discard.isVisible()) await discard.click();
  await dialog.waitFor({ state: "detached" });
}

/** No value was run, broke the server or the page, or tripped the policy; nothing calculated the template. */
async function unharmed({ page, problems }: OpenPage): Promise<void> {
  assert.equal(await page.evaluate(() => "hacked" in window), false, "markup was run");
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(lantern.serverErrors, []);
  assert.deepEqual(
    problems.filter((problem) => !/status of (?:4\d\d)/.test(problem)),
    [],
  );
  assert.doesNotMatch(await everythingIn(page), /\b4949\b|49\$\{|\{\{49/);
}
