import type { User } from "@crewdock/contract";
import type { Locator, Page, Route } from "playwright-core";
import { fakeAnswer, type Lantern } from "./lantern.ts";

/** One way in which a server lets a page down, and what the person is told of it. */
export interface Fault {
  readonly what: string;
  readonly answer: (route: Route) => Promise<void>;
  readonly title: { readonly en: string; readonly ru: string };
}

/** What people are told of a server that is away. */
export const unavailable = { en: "The server cannot be reached", ru: "Сервер недоступен" };
const broken = { en: "Something went wrong", ru: "Что-то пошло не так" };
const senseless = { en: "The server gave an answer that makes no sense", ru: "Сервер прислал непонятный ответ" };
const asJson = { "content-type": "application/json" };

export const faults: readonly Fault[] = [
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
    answer: (route) => fakeAnswer(route, { headers: asJson, body: '{"items":[{"id":"u1","na' }),
    title: senseless,
  },
  {
    what: "answers with something else",
    answer: (route) => fakeAnswer(route, { headers: asJson, body: '{"hello":["world",null,{}]}' }),
    title: senseless,
  },
  { what: "breaks", answer: (route) => fakeAnswer(route, { status: 500, body: "Error: boom" }), title: broken },
  {
    what: "is asked too often",
    answer: (route) => fakeAnswer(route, { status: 429, headers: { "retry-after": "30" }, body: "" }),
    title: { en: "Too many attempts", ru: "Слишком много попыток" },
  },
];

/** Lets calls of a method to matching paths fail; the result ends it. */
export async function breakCalls(
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

/** Somebody new. */
export interface Person {
  readonly last: string;
  readonly email: string;
  readonly password?: string;
}

/** Fills in who it is. */
export async function fillPerson(sheet: Locator, { last, email, password }: Person): Promise<void> {
  await sheet.locator('[name="last"]').fill(last);
  await sheet.locator('[name="first"]').fill("Anna");
  await sheet.locator('[name="email"]').fill(email);
  await sheet.locator('[name="login"]').fill(email.split("@")[0] ?? "");
  if (password === undefined) return;
  await sheet.getByRole("radio", { name: /Set a password/ }).check();
  await sheet.locator('[name="password"]').fill(password);
  await sheet.locator('[name="passwordAgain"]').fill(password);
}

/** Chooses a position by its name. */
export async function choosePosition(sheet: Locator, name: string): Promise<void> {
  await sheet.getByRole("combobox").nth(1).fill(name);
  await sheet.getByRole("option").filter({ hasText: name }).first().click();
}

/** The form of a new user, filled in and ready to be sent. */
export async function newUser(page: Page, person: Person): Promise<Locator> {
  await page.getByRole("button", { name: "Create user" }).first().click();
  const sheet = page.getByRole("dialog", { name: "New user" });
  await fillPerson(sheet, person);
  await choosePosition(sheet, "Sales manager");
  return sheet;
}

/** Users as the server finds them by a text. */
export async function usersBy(lantern: Lantern, q: string, limit = 50): Promise<readonly User[]> {
  const api = await lantern.api("admin");
  const { json: page } = await api("GET", `/users?q=${encodeURIComponent(q)}&limit=${limit}`);
  return (page as { items: User[] }).items;
}
