import * as z from "zod/mini";
import { type Scope, scopeSchema } from "./scope.ts";

/** Names one right: entity and action with a dot between, such as `deal.view` or `call.recording.listen`. */
export type ActionKey = string;

/** What can be allowed in this CRM. The backend declares it; the role editor draws it. */
export interface Catalogue {
  readonly sections: readonly CatalogueSection[];
}

/** A block of the matrix, such as the records of the CRM, telephony or administration. */
export interface CatalogueSection {
  readonly id: string;
  /** The backend's own name by language tag; null where the widget knows the id. */
  readonly label: Readonly<Record<string, string>> | null;
  readonly entities: readonly CatalogueEntity[];
}

export interface CatalogueEntity {
  readonly id: string;
  readonly label: Readonly<Record<string, string>> | null;
  readonly actions: readonly CatalogueAction[];
}

export interface CatalogueAction {
  readonly key: ActionKey;
  readonly label: Readonly<Record<string, string>> | null;
  /** The scopes this action can have, from narrow to wide; always `none` among them. `["none","any"]` is a yes/no action. */
  readonly scopes: readonly Scope[];
  /** Where a scope means something of its own here: `{ own: "contacts" }` for 'CRM contacts only' of placing calls. */
  readonly meaning: Readonly<Partial<Record<Scope, string>>> | null;
  /** Actions that must reach at least as far, such as view for edit. */
  readonly requires: readonly ActionKey[];
}

const labelSchema = z.nullable(z.record(z.string(), z.string()));

export const catalogueSchema: z.ZodMiniType<Catalogue> = z.object({
  sections: z.array(
    z.object({
      id: z.string(),
      label: labelSchema,
      entities: z.array(
        z.object({
          id: z.string(),
          label: labelSchema,
          actions: z.array(
            z.object({
              key: z.string(),
              label: labelSchema,
              scopes: z.array(scopeSchema),
              meaning: z.nullable(
                z.partialRecord(z.enum(["none", "own", "department", "any"]), z.string()),
              ) as unknown as z.ZodMiniType<CatalogueAction["meaning"]>,
              requires: z.array(z.string()),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** Every action of a catalogue, in its order. */
export function catalogueActions(catalogue: Catalogue): readonly CatalogueAction[] {
  return catalogue.sections.flatMap((section) => section.entities.flatMap((entity) => entity.actions));
}

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
