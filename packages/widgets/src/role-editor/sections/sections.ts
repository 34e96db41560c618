import { knowsPeople } from "./common/knows-people.ts";
import { offersRules } from "./rules/offers-rules.ts";
import { type Section, sectionPart } from "./section.tsx";

/**
 * The sections beside the editing of roles, in the order in which they are offered. Each has a folder of its own, whose
 * `index.ts` exports `View` and `catalogue`; its name stands in `messages/`, the ceiling of its size in
 * `.ci/widget-sizes.ts`.
 */
export const sections: readonly Section[] = [
  { id: "people", offered: knowsPeople, part: sectionPart(() => import("./people/index.ts")) },
  { id: "compare", part: sectionPart(() => import("./compare/index.ts")) },
  { id: "checkUp", part: sectionPart(() => import("./check-up/index.ts")) },
  { id: "rules", offered: offersRules, part: sectionPart(() => import("./rules/index.ts")) },
];
