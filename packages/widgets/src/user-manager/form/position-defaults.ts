import type { Position } from "@crewdock/contract";

/** Who put a value into the field: nobody yet, the position, or a person. */
export type Origin = "none" | "position" | "person";

/** Department and role, each with where it comes from. */
export interface WorkPlace {
  readonly departmentId: string | null;
  readonly departmentFrom: Origin;
  readonly roleIds: readonly string[];
  readonly rolesFrom: Origin;
}

/**
 * What choosing a position makes of department and role: values that nobody chose, or that an earlier position gave,
 * follow; what a person chose stays. Without a position the values that came from one go.
 */
export function applyPosition(place: WorkPlace, position: Position | null): WorkPlace {
  const next = { ...place };
  if (place.departmentFrom !== "person") {
    const departmentId = position?.departmentId ?? null;
    next.departmentId = departmentId;
    next.departmentFrom = departmentId === null ? "none" : "position";
  }
  if (place.rolesFrom !== "person") {
    const roleId = position?.defaultRoleId ?? null;
    next.roleIds = roleId === null ? [] : [roleId];
    next.rolesFrom = roleId === null ? "none" : "position";
  }
  return next;
}

/** Where the values of a stored user come from, judged by whether they are what the position gives. */
export function originsOf(
  user: { readonly departmentId: string | null; readonly roleIds: readonly string[] },
  position: Position | undefined,
): Pick<WorkPlace, "departmentFrom" | "rolesFrom"> {
  const roleId = position?.defaultRoleId ?? null;
  return {
    departmentFrom:
      user.departmentId === null ? "none" : position?.departmentId === user.departmentId ? "position" : "person",
    rolesFrom:
      user.roleIds.length === 0
        ? "none"
        : user.roleIds.length === 1 && user.roleIds[0] === roleId
          ? "position"
          : "person",
  };
}
