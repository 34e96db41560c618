import {
  type BrokenExpectation,
  type Client,
  may,
  type RightsExpectation,
  type Session,
  supports,
} from "@crewdock/contract";
import { computed, createModel, effect, type ReadonlySignal, type Signal } from "@preact/signals";
import { resource } from "../../../../kit/index.ts";
import type { GivenSource } from "../../../model/given-editor.ts";
import { brokenByDraft } from "./broken-by-draft.ts";

/** The rules that what is unsaved would break, as far as they and the people are known. */
export interface DraftRules {
  readonly broken: ReadonlySignal<readonly BrokenExpectation[]>;
}

/** @see DraftRulesModel */
export interface DraftRulesOptions {
  readonly client: ReadonlySignal<Client | null>;
  readonly session: ReadonlySignal<Session | undefined>;
  /** The role that is edited or made, and who is to have it. */
  readonly given: GivenSource;
  /** Is kept at whether a save would be refused. */
  readonly blocked: Signal<boolean>;
}

const none: readonly BrokenExpectation[] = [];

function createDraftRules({ client, session, given, blocked }: DraftRulesOptions): DraftRules {
  const { draft, people, content, oneRole, roleId, now } = given;
  const rules = resource(
    async (abort, { from }): Promise<readonly RightsExpectation[]> =>
      (await from.roles.expectations({}, { signal: abort })).expectations,
    () => {
      const [from, viewer] = [client.value, session.value];
      if (from === null || viewer === undefined || !may(viewer, "role.view")) return null;
      // With the roles that were loaded anew the rules may be others, too.
      return supports(viewer.capabilities, "roles.expectations") && { from, loaded: content.value };
    },
  );
  const found = computed(() => {
    // Rules that could not be read anew may be gone: then the backend has the word.
    const [kept, loaded] = [rules.error.value === undefined ? rules.data.value : undefined, content.value];
    if (kept === undefined || kept.length === 0 || loaded === null) return null;
    return brokenByDraft({
      draft,
      roleId: roleId(),
      content: loaded,
      people: computed(() => [...people.users.value.values()]),
      rules: kept,
      oneRole: oneRole.value,
      now,
    });
  });
  const broken = computed(() => found.value?.value ?? none);
  effect(() => {
    blocked.value = broken.value.length > 0;
    return () => {
      blocked.value = false;
    };
  });
  return { broken };
}

/** Asks for the rules when made, and with each change of roles; where that fails the backend has the word at the save. */
export const DraftRulesModel: ReturnType<typeof createModel<DraftRules, [DraftRulesOptions]>> =
  /* @__PURE__ */ createModel(createDraftRules);
