import type { Department, Organisation, Role, UserGroup } from "@crewdock/contract";
import type { Option } from "../kit/index.ts";

interface Node {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}

/** Names from the root down to the node above, such as `Sales › North`. A circle in the data ends the path. */
export function pathAbove(nodes: ReadonlyMap<string, Node>, node: Node): string {
  const names: string[] = [];
  const seen = new Set([node.id]);
  for (let at = node.parentId; at !== null && !seen.has(at);) {
    seen.add(at);
    const above = nodes.get(at);
    if (above === undefined) break;
    names.unshift(above.name);
    at = above.parentId;
  }
  return names.join(" › ");
}

/** A tree as a flat list of options, each below its parent, siblings by name. */
function treeOptions(nodes: readonly Node[], compare: (one: string, other: string) => number): readonly Option[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const children = Map.groupBy(nodes, ({ parentId }) => (parentId !== null && byId.has(parentId) ? parentId : ""));
  const found: Option[] = [];
  const visit = (parentId: string): void => {
    for (const node of (children.get(parentId) ?? []).toSorted((a, b) => compare(a.name, b.name))) {
      const above = pathAbove(byId, node);
      found.push({ value: node.id, label: node.name, ...(above === "" ? {} : { detail: above }) });
      visit(node.id);
    }
  };
  visit("");
  return found;
}

/** The organisation as the form and the filters offer it. */
export interface Choices {
  readonly departments: readonly Option[];
  readonly positions: readonly Option[];
  readonly groups: readonly Option[];
  readonly roles: readonly Option[];
}

/** Makes the options of the organisation and the roles. */
export function choicesOf(
  organisation: Organisation | undefined,
  roles: readonly Role[] | undefined,
  compare: (one: string, other: string) => number,
): Choices {
  const departments: readonly Department[] = organisation?.departments ?? [];
  const groups: readonly UserGroup[] = organisation?.groups ?? [];
  const names = new Map(departments.map(({ id, name }) => [id, name]));
  const byLabel = (one: Option, other: Option): number => compare(one.label, other.label);
  return {
    departments: treeOptions(departments, compare),
    groups: treeOptions(groups, compare),
    positions: (organisation?.positions ?? [])
      .map(({ id, name, departmentId }) => ({ value: id, label: name, detail: names.get(departmentId ?? "") }))
      .toSorted(byLabel),
    roles: (roles ?? []).map(({ id, name, description }) => ({
      value: id,
      label: name,
      detail: description ?? undefined,
    })),
  };
}
