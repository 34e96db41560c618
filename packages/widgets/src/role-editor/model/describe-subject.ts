import { displayName, type Id, type Subject, type User } from "@crewdock/contract";
import { subjectKey, type SubjectKey } from "./given.ts";
import type { RoleContent } from "./role-data.ts";

/** Kinds of subjects as people know them: project groups apart from user groups. */
export type SubjectKind = "user" | "department" | "position" | "team" | "project";

/** One subject with everything that is shown of it. */
export interface SubjectInfo {
  readonly key: SubjectKey;
  readonly subject: Subject;
  readonly kind: SubjectKind;
  /** Null when it no longer exists or is out of sight. */
  readonly name: string | null;
  /** The branch above, or the e-mail of a person. */
  readonly detail: string | null;
  readonly user: User | null;
  /** Whether it stands for those below as well. */
  readonly hasBelow: boolean;
}

interface Node {
  readonly id: Id;
  readonly name: string;
  readonly parentId: Id | null;
}

function above(nodes: readonly Node[], id: Id | null): string | null {
  const names: string[] = [];
  const seen = new Set<Id>();
  let next = nodes.find((node) => node.id === id);
  while (next !== undefined && !seen.has(next.id)) {
    seen.add(next.id);
    names.unshift(next.name);
    const { parentId } = next;
    next = nodes.find((node) => node.id === parentId);
  }
  return names.length === 0 ? null : names.join(" / ");
}

/** Everything shown of a subject. */
export function describeSubject(
  subject: Subject,
  content: RoleContent | null,
  users: ReadonlyMap<Id, User>,
): SubjectInfo {
  const { departments = [], positions = [], groups = [] } = content?.organisation ?? {};
  const base = { key: subjectKey(subject), subject, name: null, detail: null, user: null, hasBelow: false };
  switch (subject.type) {
    case "user": {
      const user = users.get(subject.id);
      if (user === undefined) return { ...base, kind: "user" };
      return { ...base, kind: "user", name: displayName(user.name), detail: user.email, user };
    }
    case "position": {
      const found = positions.find(({ id }) => id === subject.id);
      return {
        ...base,
        kind: "position",
        name: found?.name ?? null,
        detail: above(departments, found?.departmentId ?? null),
      };
    }
    case "department":
    case "group": {
      const nodes: readonly Node[] = subject.type === "group" ? groups : departments;
      const found = nodes.find(({ id }) => id === subject.id);
      const project = groups.some(({ id, kind }) => id === subject.id && kind === "project");
      return {
        ...base,
        kind: subject.type === "department" ? "department" : project ? "project" : "team",
        name: found?.name ?? null,
        detail: above(nodes, found?.parentId ?? null),
        hasBelow: nodes.some(({ parentId }) => parentId === subject.id),
      };
    }
  }
}
