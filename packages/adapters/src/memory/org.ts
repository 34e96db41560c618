import { CrewError, type Id, type Patch, type Ports } from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import { change } from "./change.ts";
import { dropExpectationsOf } from "./expectations.ts";
import { organisationOf } from "./indexes.ts";
import { guardMove } from "./guard-move.ts";
import { isNodeInUse, nodeErrors, type NodeTable, type NodeType, typeOf } from "./node-rules.ts";
import { forgetDepartment } from "./numbers.ts";
import type { Rows } from "./tables.ts";
import { type Backstage, type Call, verb } from "./verb.ts";

type Input<T extends NodeTable> = Omit<Rows[T], "id" | "version">;

export function orgPort(backstage: Backstage): Ports["org"] {
  return {
    read: verb(backstage, "org", "read", (_input, { store }) => organisationOf(store.tables)),
    createDepartment: verb(backstage, "org", "createDepartment", ({ node }, call) =>
      createNode("departments", node, call),
    ),
    updateDepartment: verb(backstage, "org", "updateDepartment", (input, call) =>
      updateNode("departments", input, call),
    ),
    removeDepartment: verb(backstage, "org", "removeDepartment", (input, call) =>
      removeNode("departments", input, call),
    ),
    createPosition: verb(backstage, "org", "createPosition", ({ node }, call) => createNode("positions", node, call)),
    updatePosition: verb(backstage, "org", "updatePosition", (input, call) => updateNode("positions", input, call)),
    removePosition: verb(backstage, "org", "removePosition", (input, call) => removeNode("positions", input, call)),
    createGroup: verb(backstage, "org", "createGroup", ({ node }, call) => createNode("groups", node, call)),
    updateGroup: verb(backstage, "org", "updateGroup", (input, call) => updateNode("groups", input, call)),
    removeGroup: verb(backstage, "org", "removeGroup", (input, call) => removeNode("groups", input, call)),
  };
}

const prefixes: Readonly<Record<NodeType, string>> = { department: "d", position: "p", group: "g" };

function createNode<T extends NodeTable>(table: T, input: Input<T>, call: Call): Rows[T] {
  const { store } = call;
  const node = { ...input, id: store.nextId(prefixes[typeOf(table)]), version: store.nextVersion() } as Rows[T];
  refuse(nodeErrors(table, node, null, call));
  return saveNode(table, node, null, call);
}

function updateNode<T extends NodeTable>(
  table: T,
  { id, version, patch }: { readonly id: Id; readonly version: string; readonly patch: Patch<Input<T>> },
  call: Call,
): Rows[T] {
  const former = nodeAt(table, id, version, call);
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const node: Rows[T] = { ...former, ...given, version: call.store.nextVersion() };
  refuse(nodeErrors(table, node, former, call));
  return saveNode(table, node, former, call);
}

function saveNode<T extends NodeTable>(table: T, node: Rows[T], former: Rows[T] | null, call: Call): Rows[T] {
  const { store } = call;
  const type = typeOf(table);
  const before = store.tables;
  return change(call, ({ draft, audit, tell }) => {
    draft.put(table, node);
    if (former) guardMove({ type, id: node.id }, before, draft.tables, call);
    audit({
      action: `${type}.${former ? "update" : "create"}`,
      recordType: type,
      recordId: node.id,
      before: former,
      after: node,
    });
    tell("org.changed", node.id);
    return node;
  });
}

function removeNode(
  table: NodeTable,
  { id, version }: { readonly id: Id; readonly version: string },
  call: Call,
): void {
  const former = nodeAt(table, id, version, call);
  if (isNodeInUse(table, id, call.store.tables)) throw new CrewError("in_use");
  const type = typeOf(table);
  change(call, (made) => {
    made.draft.drop(table, id);
    dropExpectationsOf(call.store, made, { type, id });
    made.audit({ action: `${type}.remove`, recordType: type, recordId: id, before: former, after: null });
    made.tell("org.changed", id);
    if (type === "department") forgetDepartment(id, call, made);
  });
}

/** @throws CrewError `not_found`, `conflict` with the present node */
function nodeAt<T extends NodeTable>(table: T, id: Id, version: string, { store }: Call): Rows[T] {
  const node = store.tables[table].get(id) as Rows[T] | undefined;
  if (!node) throw new CrewError("not_found");
  if (node.version !== version) throw new CrewError("conflict", { current: node });
  return node;
}
