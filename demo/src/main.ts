import { createRestAdapter } from "@crewdock/adapters/rest";
import { connect } from "@crewdock/contract";
import type { CrewProvider } from "crewdock";
import "crewdock/define";
import { h } from "./dom.ts";
import { host, type HostSession } from "./host-api.ts";
import { applySettings, settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { signInPage } from "./sign-in.ts";

const app = document.querySelector("#app") as HTMLElement;

function draw(session: HostSession): void {
  const { user } = session;
  document.title = settings.texts.product;
  if (user === null) {
    app.replaceChildren(signInPage(session, draw));
    return;
  }
  const adapter = createRestAdapter({ baseUrl: `${location.origin}/crewdock/v1`, fetchToken: host.token });
  const client = connect(adapter, () => settings.language);
  const provider = shell({ ...session, user }, client, () => draw(session)) as unknown as CrewProvider;
  provider.adapter = adapter;
  provider.setAttribute("theme", settings.theme);
  app.replaceChildren(provider);
}

async function start(): Promise<void> {
  applySettings();
  try {
    draw(await host.session());
  } catch {
    app.replaceChildren(
      h(
        "main",
        { class: "sign-in" },
        h("p", { role: "alert" }, settings.texts.serverDown),
        h("button", { class: "button", onclick: () => void start() }, settings.texts.retry),
      ),
    );
  }
}

void start();
