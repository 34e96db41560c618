import { groupBy } from "../group-by.ts";
import type { Id } from "../primitives.ts";
import type { DepartmentScope } from "../session/session.ts";

/** A node of a tree of departments or groups. */
export interface TreeNode {
  readonly id: Id;
  /** Null for a root. */
  readonly parentId: Id | null;
}

/** A span of {@link Tree.order}: what is at `start` and before `end`. */
export interface TreeSpan {
  readonly start: number;
  readonly end: number;
}

/** A forest laid out so that what is below a node stands together, and one comparison of numbers tells whether it does. */
export interface Tree {
  /** Ids in preorder. */
  readonly order: readonly Id[];
  /** Where each id stands in {@link Tree.order}. */
  readonly places: ReadonlyMap<Id, number>;
  readonly parents: ReadonlyMap<Id, Id | null>;
  /** By place: the node and all below it. */
  readonly spans: readonly TreeSpan[];
}

/**
 * Lays out a forest in one pass. A parent that is not among the nodes is a root; nodes that stand in a ring, each above
 * the other, each have the whole ring and all that hangs on it below them.
 */
export function compileTree(nodes: readonly TreeNode[]): Tree {
  const parents = new Map<Id, Id | null>();
  for (const { id, parentId } of nodes) parents.set(id, parentId);
  for (const { parentId } of nodes) if (parentId !== null && !parents.has(parentId)) parents.set(parentId, null);
  const children = groupBy(parents.keys(), (id) => parents.get(id) ?? null);
  const order: Id[] = [];
  const places = new Map<Id, number>();
  const lay = (root: Id): void => {
    const waiting = [root];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (places.has(id)) continue;
      places.set(id, order.length);
      order.push(id);
      for (const child of children.get(id) ?? []) waiting.push(child);
    }
  };
  for (const root of children.get(null) ?? []) lay(root);
  const rings: (readonly Id[])[] = [];
  for (const id of parents.keys()) {
    const ring = places.has(id) ? [] : ringAbove(id, parents);
    if (ring[0] === undefined) continue;
    lay(ring[0]);
    rings.push(ring);
  }
  const sizes = order.map(() => 1);
  for (let place = order.length - 1; place > 0; place--) {
    const parent = places.get(parents.get(order[place] ?? "") ?? "");
    if (parent !== undefined && parent < place) sizes[parent] = (sizes[parent] ?? 0) + (sizes[place] ?? 0);
  }
  const spans = sizes.map((size, start): TreeSpan => ({ start, end: start + size }));
  for (const ring of rings) {
    const whole = spans[places.get(ring[0] ?? "") ?? 0];
    if (whole) for (const id of ring) spans[places.get(id) ?? 0] = whole;
  }
  return { order, places, parents, spans };
}

/** The ring that one comes to by going up from a node that has no root. */
function ringAbove(from: Id, parents: Tree["parents"]): readonly Id[] {
  const passed: Id[] = [];
  for (let id: Id | null = from; id !== null; id = parents.get(id) ?? null) {
    const entry = passed.indexOf(id);
    if (entry >= 0) return passed.slice(entry);
    passed.push(id);
  }
  return [];
}

/** A node and all above it, the nearest first. */
export function chainOf({ parents }: Pick<Tree, "parents">, from: Id): readonly Id[] {
  const chain: Id[] = [];
  for (let id: Id | null = from; id !== null && !chain.includes(id); id = parents.get(id) ?? null) chain.push(id);
  return chain;
}

/** Whether a node is another one or below it. One that the tree does not know is below itself alone. */
export function isBelow({ places, spans }: Tree, id: Id, top: Id): boolean {
  if (id === top) return true;
  const place = places.get(id);
  const span = spans[places.get(top) ?? -1];
  return place !== undefined && span !== undefined && place >= span.start && place < span.end;
}

/**
 * The departments of a subtree, the root first. Takes about as many passes as the tree is deep: for one question, where
 * laying out a {@link Tree} is not worth it.
 */
export function departmentSubtree(departments: readonly TreeNode[], rootId: Id): ReadonlySet<Id> {
  const found = new Set([rootId]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const { id, parentId } of departments) if (parentId !== null && found.has(parentId)) found.add(id);
  }
  return found;
}

/** The departments that the scope `department` covers for somebody who is in one of them. */
export function coveredDepartments(
  departments: readonly TreeNode[],
  homeId: Id,
  scope: DepartmentScope = "below",
): ReadonlySet<Id> {
  return scope === "same" ? new Set([homeId]) : departmentSubtree(departments, homeId);
}
