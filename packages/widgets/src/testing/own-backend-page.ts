import { createRestAdapter } from "@crewdock/adapters/rest";
import { CrewRoleEditor } from "../role-editor/role-editor.element.ts";
import { CrewUserManager } from "../user-manager/user-manager.element.ts";
import { define } from "../kit/index.ts";

/** A page of somebody else's CRM with both widgets, over a backend on the page's own origin. */
const query = new URLSearchParams(location.search);
const adapter = createRestAdapter({
  baseUrl: `${location.origin}/crewdock/v1`,
  fetchToken: () => Promise.resolve({ token: "of-admin", expiresAt: new Date(Date.now() + 300_000).toISOString() }),
});

define("crew-user-manager", CrewUserManager);
define("crew-role-editor", CrewRoleEditor);
for (const name of ["crew-user-manager", "crew-role-editor"] as const) {
  const widget = document.createElement(name) as CrewUserManager | CrewRoleEditor;
  widget.adapter = adapter;
  widget.language = query.get("language") ?? "en";
  widget.theme = query.get("theme") === "dark" ? "dark" : "light";
  document.body.append(widget);
}
