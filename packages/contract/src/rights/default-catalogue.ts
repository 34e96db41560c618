import type { ActionKey, Catalogue, CatalogueAction, CatalogueEntity } from "./catalogue.ts";
import type { Scope } from "./scope.ts";

const all = ["none", "own", "department", "any"] as const;
const yesNo = ["none", "any"] as const;

function action(
  key: ActionKey,
  scopes: readonly Scope[],
  requires: readonly ActionKey[] = [],
  meaning: CatalogueAction["meaning"] = null,
): CatalogueAction {
  return { key, label: null, scopes, requires, meaning };
}

function record(entity: string): CatalogueEntity {
  const view = `${entity}.view`;
  return {
    id: entity,
    label: null,
    actions: [
      action(view, all),
      action(`${entity}.create`, yesNo, [view]),
      action(`${entity}.edit`, all, [view]),
      action(`${entity}.delete`, all, [view]),
      action(`${entity}.export`, all, [view]),
    ],
  };
}

function entity(id: string, ...actions: CatalogueAction[]): CatalogueEntity {
  return { id, label: null, actions };
}

/** The catalogue of the reference backend: CRM records, telephony, and Crewdock's own administration. */
export const defaultCatalogue: Catalogue = {
  sections: [
    { id: "records", label: null, entities: ["contact", "company", "deal", "task"].map(record) },
    {
      id: "telephony",
      label: null,
      entities: [
        entity("call", action("call.view", all), action("call.place", ["none", "own", "any"], [], { own: "contacts" })),
        entity(
          "call.recording",
          action("call.recording.listen", all, ["call.view"]),
          action("call.recording.delete", all, ["call.recording.listen"]),
        ),
        entity("telephony.user", action("telephony.user.edit", all)),
        entity(
          "telephony.settings",
          ...["general", "blocked", "rights", "documents", "groups", "menu"].map((part) =>
            action(`telephony.settings.${part}`, yesNo),
          ),
        ),
        entity("number", action("number.manage", yesNo)),
        entity("balance", action("balance.view", yesNo), action("balance.topUp", yesNo, ["balance.view"])),
      ],
    },
    {
      id: "administration",
      label: null,
      entities: [
        entity("user", action("user.view", all), action("user.manage", ["none", "department", "any"], ["user.view"])),
        // Seeing the organisation takes no right: everybody picks departments and looks people up by them.
        entity("org", action("org.manage", yesNo)),
        entity("role", action("role.view", yesNo), action("role.manage", yesNo, ["role.view"])),
        entity("security", action("security.view", yesNo), action("security.manage", yesNo, ["security.view"])),
        entity("audit", action("audit.view", yesNo)),
      ],
    },
  ],
};
