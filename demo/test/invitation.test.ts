import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { User } from "@crewdock/contract";
import type { Page } from "playwright-core";
import { readLetters } from "../../packages/server/src/testing/read-letters.ts";
import { encodeLetter, type Letter } from "../host/letters.ts";
import type { HostSession } from "../src/host-api.ts";
import { eventually, openPage, violations } from "./browser.ts";
import { type Api, everythingIn, type Lantern, startLantern } from "./lantern.ts";

const NEWCOMER = { last: "Wólska", first: "Zofia", email: "z.wolska@crewdock.test", login: "z.wolska" };
const PASSWORD = "copper-lantern-42-field";

const told: Letter[] = [];
let lantern: Lantern;
let api: Api;

before(async () => {
  lantern = await startLantern({ onLetter: (letter) => told.push(letter) });
  api = await lantern.api("admin");
});
after(() => lantern[Symbol.asyncDispose]());

/** The link in the last letter to an address, as it lies in the mailbox. */
async function linkFor(email: string): Promise<string> {
  const { mailbox, mailPassword } = lantern.demo;
  assert.ok(mailbox);
  const [letter] = await eventually(
    `a letter to ${email}`,
    () => readLetters(mailbox, email, mailPassword),
    (letters) => letters.length > 0,
  );
  const link = /\S+\/invitation#\S+/.exec(letter?.text ?? "")?.[0];
  assert.ok(link, letter?.text);
  return link;
}

async function userWith(email: string): Promise<User> {
  const { json } = await api("GET", `/users?q=${encodeURIComponent(email)}`);
  const [user] = (json as { readonly items: readonly User[] }).items;
  assert.ok(user, email);
  return user;
}

/** Whom the host holds the browser for. */
async function signedInAs(page: Page): Promise<string | undefined> {
  const answer = await page.request.get(`${lantern.demo.url}/host/session`);
  return ((await answer.json()) as HostSession).user?.name;
}

/** Makes a user by the API, in a language. */
async function invited(login: string, language: string): Promise<string> {
  const email = `${login}@crewdock.test`;
  const { status, text } = await api(
    "POST",
    "/users",
    {
      name: { last: "Орлова", first: "Вера", patronymic: null },
      email,
      login,
      password: null,
      timeZone: "Europe/Moscow",
      serviceNumber: null,
      positionId: null,
      departmentId: "d-sales",
      groupIds: [],
      roleIds: [],
      sipAccount: null,
      mailAccounts: [],
    },
    { "idempotency-key": `invite-${login}`, "accept-language": language },
  );
  assert.equal(status, 200, text);
  return email;
}

test("an invited person gets a letter, chooses a password by its link once, and is signed in", async () => {
  const admin = await lantern.visit("admin", { route: "team" });
  const { page } = admin;
  await page.getByRole("button", { name: "Create user" }).first().click();
  const sheet = page.getByRole("dialog", { name: "New user" });
  await sheet.getByRole("textbox", { name: "Last name" }).fill(NEWCOMER.last);
  await sheet.getByRole("textbox", { name: "First name" }).fill(NEWCOMER.first);
  await sheet.getByRole("textbox", { name: "E-mail" }).fill(NEWCOMER.email);
  await sheet.getByRole("combobox", { name: "Position" }).fill("Sales manager");
  await sheet
    .getByRole("option", { name: /^Sales manager/ })
    .first()
    .click();
  assert.equal(await sheet.getByRole("radio", { name: "Send an invitation link" }).isChecked(), true);
  await sheet.getByRole("button", { name: "Create user" }).click();
  await sheet.waitFor({ state: "detached" });
  const row = page.getByRole("row").filter({ hasText: NEWCOMER.email });
  await row.getByText(/^Notified/).waitFor();

  const link = await linkFor(NEWCOMER.email);
  assert.equal(told.at(-1)?.to, NEWCOMER.email, "whoever started the demo is told of the letter");
  assert.equal(new URL(link).search, "", "the secret reaches no server's log");
  const newcomer = await openPage(lantern.browser, link, 1000);
  const person = newcomer.page;
  await person.getByText("Welcome to Lantern, Zofia Wólska.").waitFor();
  assert.equal(await person.getByLabel("Your login").inputValue(), NEWCOMER.login);
  const [password, again] = [person.getByLabel("Password", { exact: true }), person.getByLabel("Repeat the password")];
  const submit = person.getByRole("button", { name: "Set password and sign in" });

  await password.fill("zofia.wolska");
  await again.fill("zofia.wolska");
  await submit.click();
  await person.getByRole("alert").getByText("too easy to guess").waitFor();
  assert.equal(await password.getAttribute("aria-invalid"), "true");
  await password.fill(PASSWORD);
  await submit.click();
  await person.getByRole("alert").getByText("The two passwords differ.").waitFor();
  await again.fill(PASSWORD);
  assert.deepEqual(await violations(person), []);
  assert.doesNotMatch(await everythingIn(person), new RegExp(new URL(link).hash.slice("#token=".length)));
  await submit.click();
  await person.waitForURL((url) => url.pathname === "/");
  await person.getByRole("link", { name: "Contacts" }).waitFor();
  assert.equal(await signedInAs(person), "Zofia Wólska");

  await eventually(
    "the row in the administrator's list",
    () => row.innerText(),
    (text) => !/Notified|Letter/.test(text),
  );
  assert.equal((await userWith(NEWCOMER.email)).invitation.state, "accepted");
  assert.notEqual((await userWith(NEWCOMER.email)).lastLoginAt, null);

  const second = await openPage(lantern.browser, link, 1000);
  await second.page.getByRole("alert").getByText("This link was used already").waitFor();
  assert.equal(await second.page.getByLabel("Password").count(), 0);
  await second.page.getByRole("link", { name: "Go to sign-in" }).click();
  await second.page.getByLabel("Login or e-mail").fill(NEWCOMER.login);
  await second.page.getByLabel("Password").fill(PASSWORD);
  await second.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await second.page.getByRole("link", { name: "Contacts" }).waitFor();
  assert.equal(await signedInAs(second.page), "Zofia Wólska");
});

test("a letter in Russian arrives readable, and its page and what is wrong with the link are in Russian too", async (t) => {
  const email = await invited("v.orlova", "ru");
  const link = await linkFor(email);
  const { mailbox, mailPassword } = lantern.demo;
  const [letter] = await readLetters(mailbox!, email, mailPassword);
  assert.deepEqual(
    [letter?.from, letter?.to, letter?.subject],
    ["no-reply@crewdock.test", email, "Ваша учётная запись в Lantern"],
  );
  assert.match(letter?.text ?? "", /^Здравствуйте, Вера!/);

  const { page, context } = await openPage(lantern.browser, link, 440, "ru");
  t.after(() => context.close());
  await page.getByRole("heading", { name: "Придумайте пароль" }).waitFor();
  await page.goto("about:blank");
  await page.goto(`${link}x`);
  await page.getByRole("alert").getByText("Ссылка неполная").waitFor();
});

test("the host refuses a weak password past the page, and a blocked person's link", async () => {
  const email = await invited("weak.password", "en");
  const token = new URLSearchParams(new URL(await linkFor(email)).hash.slice(1)).get("token");
  const accept = async (password: string): Promise<readonly unknown[]> => {
    const answer = await fetch(`${lantern.demo.url}/host/invitation/accept`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: lantern.demo.url },
      body: JSON.stringify({ token, password }),
    });
    return [answer.status, await answer.json(), answer.headers.getSetCookie().length];
  };
  assert.deepEqual(await accept("weak.password"), [422, { code: "validation" }, 0]);
  const user = await userWith(email);
  await api("PUT", `/users/${user.id}/state`, { state: "blocked" }, { "if-match": `"${user.version}"` });
  assert.deepEqual(await accept(PASSWORD), [403, { code: "forbidden" }, 0]);
});

test("letters keep every character and no line is longer than mail servers take", () => {
  const subject = "Приглашение в 👩‍👩‍👧‍👦 ".repeat(12);
  const raw = encodeLetter({ to: "a@crewdock.test", subject, text: "ж".repeat(3000) }, new Date(0));
  const lines = raw.split("\r\n");
  assert.ok(lines.every((line) => line.length <= 76 && /^[\x20-\x7e]*$/.test(line)));
  const words = [...raw.matchAll(/=\?utf-8\?B\?([^?]*)\?=/g)].map(([, word = ""]) => Buffer.from(word, "base64"));
  assert.equal(words.map((word) => new TextDecoder("utf-8", { fatal: true }).decode(word)).join(""), subject);
  assert.throws(() => encodeLetter({ to: "a@b.test\r\nBcc: c@d.test", subject, text: "" }, new Date(0)), RangeError);
});
