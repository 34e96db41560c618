import { type Client, isCrewError } from "@crewdock/contract";
import type { VNode } from "preact";
import { type Lazy, lazy } from "../../kit/index.ts";
import type { LoadedRefusedRulesProps } from "../../role-editor/parts.ts";

// In a chunk of its own: who breaks no rule never loads it.
const list: Lazy<LoadedRefusedRulesProps> = /* @__PURE__ */ lazy(
  () => import("../sections/broken-rules/index.ts").then(({ LoadedRefusedRules }) => LoadedRefusedRules),
  () => null,
);

/** The rules that a change was refused for; false where it was refused for something else. */
export function brokenRules(error: unknown, client: Client): VNode | false {
  return isCrewError(error) && error.broken.length > 0 && <list.View broken={error.broken} client={client} />;
}
