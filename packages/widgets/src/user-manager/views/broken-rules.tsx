import { type Client, isCrewError } from "@crewdock/contract";
import type { VNode } from "preact";
import { type Lazy, lazy } from "../../kit/index.ts";
import type { RefusedRulesProps } from "../sections/broken-rules/views/refused-rules.tsx";

// In a chunk of its own: who breaks no rule never loads it.
const list: Lazy<RefusedRulesProps> = /* @__PURE__ */ lazy(
  () => import("../sections/broken-rules/index.ts").then(({ RefusedRules }) => RefusedRules),
  () => null,
);

/** The rules that a change was refused for; false where it was refused for something else. */
export function brokenRules(error: unknown, client: Client): VNode | false {
  return isCrewError(error) && error.broken.length > 0 && <list.View broken={error.broken} client={client} />;
}
