import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleCompany } from "@crewdock/contract/sample";
import type { Browser, BrowserContextOptions, Page, Route } from "playwright-core";
import { type Demo, type DemoOptions, startDemo } from "../host/demo.ts";
import { launchBrowser, type OpenPage, openPage } from "./browser.ts";

export type Who = "admin" | "head" | "manager";

/** How a page is opened. */
export interface Visit extends Pick<BrowserContextOptions, "viewport" | "colorScheme"> {
  /** @default "en" */
  readonly language?: "en" | "ru";
  /** Page of the host, such as `team`. @default contacts */
  readonly route?: string;
}

/** The demo on its embedded defaults with a browser beside it; one for each test file. */
export interface Lantern extends AsyncDisposable {
  readonly demo: Demo;
  readonly browser: Browser;
  readonly dataFolder: string;
  /** Answers of 500 and above that any page has got from the server itself. */
  readonly serverErrors: string[];
  /** Opens the demo in a context of its own as one of the three people, without the sign-in page. */
  visit(who: Who, visit?: Visit): Promise<OpenPage>;
  /** Speaks to the API with a real token of that person, past every widget. */
  api(who: Who): Promise<Api>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  /** Undefined where the body is not JSON. */
  readonly json: unknown;
}

export type Api = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<ApiAnswer>;

const people = sampleCompany().demoPeople;

export async function startLantern(options: Partial<DemoOptions> = {}): Promise<Lantern> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), "crewdock-demo-")));
  const demo = await startDemo({ ...options, dataFolder, port: 0 });
  const browser = await launchBrowser();
  const serverErrors: string[] = [];

  async function signIn(who: Who): Promise<string> {
    const answer = await fetch(`${demo.url}/host/sign-in-as`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: demo.url },
      body: JSON.stringify({ userId: people[who] }),
    });
    const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
    if (!answer.ok || cookie === undefined) throw new Error(`sign-in answered ${answer.status}`);
    return cookie;
  }

  return {
    demo,
    browser,
    dataFolder,
    serverErrors,
    async visit(who, { language = "en", route = "contacts", ...look } = {}) {
      const cookie = await signIn(who);
      const at = cookie.indexOf("=");
      const opened = await openPage(browser, `${demo.url}/#/${route}`, 440, language, {
        ...look,
        storageState: {
          cookies: [
            {
              name: cookie.slice(0, at),
              value: cookie.slice(at + 1),
              domain: "127.0.0.1",
              path: "/",
              expires: -1,
              httpOnly: true,
              secure: false,
              sameSite: "Strict",
            },
          ],
          origins: [],
        },
      });
      opened.page.on("response", (response) => {
        if (response.status() >= 500 && !faked.has(response.request().url()))
          serverErrors.push(`${response.status()} ${response.request().method()} ${response.url()}`);
      });
      return opened;
    },
    async api(who) {
      const cookie = await signIn(who);
      const answer = await fetch(`${demo.url}/host/token`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: demo.url, cookie },
        body: "{}",
      });
      const { token } = (await answer.json()) as { token: string };
      return (method, path, body, headers = {}) => ask(`${demo.url}/crewdock/v1${path}`, method, token, body, headers);
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await demo.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Addresses that a test answers itself, so that they do not count against the server. */
const faked = new Set<string>();

/** Answers a request in the server's place. */
export async function fakeAnswer(route: Route, answer: Parameters<Route["fulfill"]>[0]): Promise<void> {
  faked.add(route.request().url());
  await route.fulfill(answer);
}

async function ask(
  url: string,
  method: string,
  token: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      origin: new URL(url).origin,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, text, json };
}

/** Everything the document holds, shadow roots included: text, attributes and, unless told otherwise, values of controls. */
export function everythingIn(page: Page, { values = true }: { readonly values?: boolean } = {}): Promise<string> {
  return page.evaluate((withValues) => {
    const found: string[] = [];
    const walk = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll("*")) {
        for (const { name, value } of element.attributes) found.push(`${name}=${value}`);
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.push(node.nodeValue ?? "");
        const holdsText = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
        if (withValues && holdsText) found.push(element.value);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return found.join("\n");
  }, values);
}
