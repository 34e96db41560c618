import { randomUUID } from "node:crypto";
import { CrewError, type Patch } from "@crewdock/contract";
import type { Call } from "../http/handlers.ts";
import { dropExpectationsOf } from "../rights/expectation-rows.ts";
import { beginRightsChange, endRightsChange } from "../rights/rights-change.ts";
import type { Services } from "../services.ts";
import type { Unit } from "../store/unit.ts";
import { checkNode, demandEmpty } from "./node-checks.ts";
import type { NodeFields, NodeKind } from "./node-kinds.ts";
import { deleteNode, findNodes, insertNode, type Stored, updateNode } from "./node-rows.ts";

// Every change of the organisation is a change of rights: the scope `department` goes by the tree. Its lock also keeps
// two from taking the same name, or from moving two nodes below each other, at the same moment.

export function createNode<Input extends NodeFields>(
  services: Services,
  kind: NodeKind<Input>,
  node: Input,
  call: Call,
): Promise<Stored<Input>> {
  return call.write(async (unit, actor) => {
    const { rights } = await beginRightsChange(unit, actor, services.rights);
    await checkNode(unit, actor, rights.facts, { kind, node, current: null });
    const id = randomUUID();
    await insertNode(unit, kind, id, node);
    return told(unit, kind, "create", id, null);
  }, "exclusive");
}

export function changeNode<Input extends NodeFields>(
  services: Services,
  kind: NodeKind<Input>,
  { id, version, patch }: { readonly id: string; readonly version: string; readonly patch: Patch<Input> },
  call: Call,
): Promise<Stored<Input>> {
  return call.write(async (unit, actor) => {
    const before = await beginRightsChange(unit, actor, services.rights);
    const current = await nodeToChange(unit, kind, id, version);
    const node = merged(current, patch);
    await checkNode(unit, actor, before.rights.facts, { kind, node, current });
    await updateNode(unit, kind, id, node);
    if ((node["parentId"] ?? null) !== (current["parentId"] ?? null)) {
      const moved = { type: kind.type, id };
      await endRightsChange(unit, actor, before, { subjects: [moved], moved });
    }
    return told(unit, kind, "update", id, current);
  }, "exclusive");
}

export function removeNode<Input extends NodeFields>(
  services: Services,
  kind: NodeKind<Input>,
  { id, version }: { readonly id: string; readonly version: string },
  call: Call,
): Promise<void> {
  return call.write(async (unit, actor) => {
    await beginRightsChange(unit, actor, services.rights);
    const current = await nodeToChange(unit, kind, id, version);
    await demandEmpty(unit, kind, id);
    await deleteNode(unit, kind, id);
    unit.emit({ type: "org.changed", id });
    await unit.audit({
      action: `${kind.type}.remove`,
      recordType: kind.type,
      recordId: id,
      before: current,
      after: null,
    });
    await dropExpectationsOf(unit, { type: kind.type, id });
    await kind.forget?.(unit, id);
  }, "exclusive");
}

/** The node as it stands; the tenant's lock is held already. @throws CrewError `not_found`, `conflict` */
async function nodeToChange<Input extends NodeFields>(
  unit: Unit,
  kind: NodeKind<Input>,
  id: string,
  version: string,
): Promise<Stored<Input>> {
  const [node] = await findNodes(unit, unit.tenant, kind, id);
  if (!node) throw new CrewError("not_found");
  if (node.version !== version) throw new CrewError("conflict", { current: node });
  return node;
}

function merged<Input extends NodeFields>(current: Stored<Input>, patch: Patch<Input>): Input {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<Input>;
  return { ...current, ...given };
}

/** Reads the node as it is stored now, and tells of it. */
async function told<Input extends NodeFields>(
  unit: Unit,
  kind: NodeKind<Input>,
  what: "create" | "update",
  id: string,
  before: Stored<Input> | null,
): Promise<Stored<Input>> {
  const [after] = await findNodes(unit, unit.tenant, kind, id);
  if (!after) throw new CrewError("internal", { detail: "the node has vanished within the transaction" });
  unit.emit({ type: "org.changed", id });
  await unit.audit({ action: `${kind.type}.${what}`, recordType: kind.type, recordId: id, before, after });
  return after;
}
