import { type Lazy, lazy } from "../../kit/index.ts";
import type { BrokenRulesProps } from "../sections/rule-check/views/broken-rules.tsx";
import type { DraftRulesProps } from "../sections/rule-check/views/draft-rules.tsx";

// In a chunk of their own: who edits nothing and breaks no rule never loads it.
const part = () => import("../sections/rule-check/index.ts");

/** The rules that a change was refused for. */
export const brokenRules: Lazy<BrokenRulesProps> = /* @__PURE__ */ lazy(
  async () => (await part()).BrokenRules,
  () => null,
);

/** The rules that what is unsaved would break. */
export const draftRules: Lazy<DraftRulesProps> = /* @__PURE__ */ lazy(
  async () => (await part()).DraftRules,
  () => null,
);
