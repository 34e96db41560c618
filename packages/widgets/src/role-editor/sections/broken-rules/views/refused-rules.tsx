import type { BrokenExpectation } from "@crewdock/contract";
import type { VNode } from "preact";
import type { RoleEditor } from "../../../role-editor.model.ts";
import { BrokenRules } from "./broken-rules.tsx";

export interface RefusedRulesProps {
  readonly model: RoleEditor;
  readonly broken: readonly BrokenExpectation[];
}

/** The rules that a change in the role editor was refused for. */
export function RefusedRules({ model, broken }: RefusedRulesProps): VNode | null {
  const { client, names, content } = model;
  if (client.value === null) return null;
  return <BrokenRules broken={broken} client={client.value} names={names.value} content={content.value} />;
}
