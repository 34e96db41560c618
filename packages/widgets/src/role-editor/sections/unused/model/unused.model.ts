import {
  type ActionKey,
  type CatalogueEntity,
  type Id,
  type RightUse,
  unusedRights,
  type UnusedRights,
} from "@crewdock/contract";
import { computed, createModel, type ReadonlySignal, signal, type Signal } from "@preact/signals";
import { resource, type Resource } from "../../../../kit/index.ts";
import type { CatalogueIndex } from "../../../model/catalogue-index.ts";
import type { SectionSource } from "../../section.tsx";

/** The rights of a role that nobody uses, those of an entity together, in the order of the catalogue. */
export interface IdleLine {
  readonly roleId: Id;
  readonly entities: readonly (readonly ActionKey[])[];
}

/** What is known of unused rights, without its looks. */
export interface Unused extends Pick<Resource<readonly RightUse[]>, "error" | "state" | "reload"> {
  /** In sight: after changes of roles it is asked anew. */
  readonly shown: Signal<boolean>;
  /** Undefined until it is known. */
  readonly found: ReadonlySignal<(Omit<UnusedRights, "idle"> & { readonly lines: readonly IdleLine[] }) | undefined>;
}

function createUnused(source: SectionSource): Unused {
  const shown = signal(true);
  let seen = source.content.peek();
  const turn = computed(() => {
    if (shown.value) seen = source.content.value;
    return seen;
  });
  const { data, error, state, reload } = resource(
    async (abort, _turn) => (await source.client.roles.usage({}, { signal: abort })).items,
    () => turn.value,
  );
  const found = computed(() => {
    const content = turn.value;
    if (content === null || data.value === undefined) return undefined;
    const { index, roles } = content;
    const { idle, since, from } = unusedRights(data.value, roles, index.catalogue, source.now());
    return { since, from, lines: idle.map(({ roleId, actions }) => ({ roleId, entities: byEntity(actions, index) })) };
  });
  return { shown, found, error, state, reload };
}

function byEntity(actions: readonly ActionKey[], { entityOf }: CatalogueIndex): IdleLine["entities"] {
  const groups = new Map<CatalogueEntity | undefined, ActionKey[]>();
  for (const action of actions) {
    const entity = entityOf.get(action);
    const group = groups.get(entity);
    if (group === undefined) groups.set(entity, [action]);
    else group.push(action);
  }
  return [...groups.values()];
}

/** Made with the group; ends its loading when disposed. */
export const UnusedModel: ReturnType<typeof createModel<Unused, [SectionSource]>> =
  /* @__PURE__ */ createModel(createUnused);
