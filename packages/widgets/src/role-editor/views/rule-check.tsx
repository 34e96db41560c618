import { isCrewError } from "@crewdock/contract";
import type { VNode } from "preact";
import { type Lazy, lazy } from "../../kit/index.ts";
import type { RoleEditor } from "../role-editor.model.ts";
import type { RefusedRulesProps } from "../sections/broken-rules/views/refused-rules.tsx";
import type { DraftRulesProps } from "../sections/rule-check/views/draft-rules.tsx";

// In chunks of their own: who edits nothing and breaks no rule never loads them.
const nothing = (): null => null;

const list: Lazy<RefusedRulesProps> = /* @__PURE__ */ lazy(
  async () => (await import("../sections/broken-rules/index.ts")).RefusedRules,
  nothing,
);

/** The rules that what is unsaved would break. */
export const draftRules: Lazy<DraftRulesProps> = /* @__PURE__ */ lazy(
  async () => (await import("../sections/rule-check/index.ts")).DraftRules,
  nothing,
);

/** @see BrokenRules */
export interface RefusedProps {
  readonly model: RoleEditor;
  readonly error: unknown;
}

/** The rules that a change was refused for; nothing where it was refused for something else. */
export function BrokenRules({ model, error }: RefusedProps): VNode | null {
  return isCrewError(error) && error.broken.length > 0 ? <list.View model={model} broken={error.broken} /> : null;
}
