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
