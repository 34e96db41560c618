import { createRestAdapter } from "@crewdock/adapters/rest";
import { connect } from "@crewdock/contract";
import type { CrewProvider } from "crewdock";
import "crewdock/define";
import { h } from "./dom.ts";
import { host, type HostSession } from "./host-api.ts";
import { applySettings, onSettings, settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { type SignInEntry, signInPage } from "./sign-in.ts";

const app = document.querySelector("#app") as HTMLElement;
let retext = (): void => {};

function draw(session: HostSession): void {
  const { user } = session;
  if (user === null) {
    const entry: SignInEntry = { login: "", problem: null };
    const redraw = (): void => {
      document.title = `${settings.texts.signIn} · ${settings.texts.product}`;
      app.replaceChildren(signInPage(session, entry, draw));
    };
    retext = redraw;
    redraw();
    return;
  }
  const adapter = createRestAdapter({ baseUrl: `${location.origin}/crewdock/v1`, fetchToken: host.token });
  const client = connect(adapter, () => settings.language);
  const page = shell({ ...session, user }, client);
  const provider = document.createElement("crew-provider") as CrewProvider;
  provider.adapter = adapter;
  provider.setAttribute("theme", settings.theme);
  provider.append(page.element);
  retext = page.retext;
  app.replaceChildren(provider);
}

async function start(): Promise<void> {
  try {
    draw(await host.session());
  } catch {
    const redraw = (): void =>
      app.replaceChildren(
        h(
          "main",
          { class: "sign-in" },
          h("h1", {}, settings.texts.product),
          h("p", { role: "alert" }, settings.texts.serverDown),
          h("button", { type: "button", class: "button", onclick: () => void start() }, settings.texts.retry),
        ),
      );
    retext = redraw;
    redraw();
  }
}

function showTheme(): void {
  document.querySelector("crew-provider")?.setAttribute("theme", settings.theme);
  // the change may come from another tab
  const choice = document.querySelector<HTMLSelectElement>("#choice-theme");
  if (choice) choice.value = settings.theme;
}

applySettings();
onSettings((changed) => {
  const before = document.documentElement.lang;
  applySettings();
  if (changed === "language" && before !== settings.language) retext();
  if (changed === "theme") showTheme();
});
void start();
