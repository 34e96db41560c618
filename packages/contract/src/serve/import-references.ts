import type { FieldErrorCode } from "../errors/error-codes.ts";
import { groupBy } from "../group-by.ts";
import type { Organisation } from "../org/org.ts";
import type { Id } from "../primitives.ts";
import type { Role } from "../roles/role.ts";
import type { ImportReference } from "../users/user-import.ts";
import { uniqueKey } from "../unique-key.ts";

/** What rows name, with the names of all of it. */
export interface ImportDirectory {
  readonly organisation: Organisation;
  readonly roles: Iterable<Pick<Role, "id" | "name">>;
}

/** Stands for what was not found: no id looks like it, so that every further check misses it too. */
const NONE: Id = "?";

export interface Found {
  readonly id: Id;
  /** Why it is none. */
  readonly code?: FieldErrorCode;
}

/** Finds what a reference of one kind means. */
export type Finder = (reference: ImportReference) => Found;

export interface Finders {
  readonly department: Finder;
  readonly position: Finder;
  readonly group: Finder;
  readonly role: Finder;
}

export function findersOf({ organisation, roles }: ImportDirectory): Finders {
  const { departments, positions, groups } = organisation;
  const departmentPaths = treePaths(departments);
  return {
    department: finder(departmentPaths),
    position: finder(
      new Map(
        positions.map(({ id, name, departmentId }) => [
          id,
          [...(departmentPaths.get(departmentId ?? "") ?? []), uniqueKey(name)],
        ]),
      ),
    ),
    group: finder(treePaths(groups)),
    role: finder(new Map(Array.from(roles, ({ id, name }) => [id, [uniqueKey(name)]]))),
  };
}

type Paths = ReadonlyMap<Id, readonly string[]>;

function treePaths(nodes: readonly { readonly id: Id; readonly name: string; readonly parentId: Id | null }[]): Paths {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return new Map(
    nodes.map(({ id }) => {
      const names: string[] = [];
      const seen = new Set<Id>(); // a broken tree must not hang the import
      for (let node = byId.get(id); node && !seen.has(node.id); node = byId.get(node.parentId ?? "")) {
        seen.add(node.id);
        names.unshift(uniqueKey(node.name));
      }
      return [id, names];
    }),
  );
}

function finder(paths: Paths): Finder {
  const byName = groupBy(paths, ([, path]) => path.at(-1) ?? "");
  return (reference) => {
    if ("id" in reference) return paths.has(reference.id) ? { id: reference.id } : { id: NONE, code: "not_found" };
    const wanted = reference.path.map(uniqueKey);
    const fitting = (byName.get(wanted.at(-1) ?? "") ?? []).filter(([, path]) =>
      wanted.every((name, index) => path.at(index - wanted.length) === name),
    );
    const whole = fitting.filter(([, path]) => path.length === wanted.length);
    const [only, another] = whole.length > 0 ? whole : fitting;
    if (!only) return { id: NONE, code: "not_found" };
    return another ? { id: NONE, code: "ambiguous" } : { id: only[0] };
  };
}
