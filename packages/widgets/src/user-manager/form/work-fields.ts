import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Position } from "@crewdock/contract";
import type { FormField } from "../../kit/index.ts";
import { applyPosition, type Origin, originsOf, type WorkPlace } from "./position-defaults.ts";
import type { UserForm } from "./user-form.ts";

/** What choosing a position filled in, so that it can be taken back. */
export interface Filled {
  readonly position: Position;
  readonly what: "both" | "department" | "role";
}

/** Messages for what a position filled in. */
export const filledKeys: Readonly<Record<Filled["what"], "filledBoth" | "filledDepartment" | "filledRole">> = {
  both: "filledBoth",
  department: "filledDepartment",
  role: "filledRole",
};

/** Position, department and roles: fields of the form that know of one another. */
export interface WorkFields {
  readonly position: FormField<string | null>;
  readonly department: FormField<string | null>;
  readonly roles: FormField<readonly string[]>;
  /** The first of the roles, where a user has one. */
  readonly role: FormField<string | null>;
  readonly departmentFrom: ReadonlySignal<Origin>;
  readonly rolesFrom: ReadonlySignal<Origin>;
  /** What the last choice of a position filled in; null once it was taken back or changed by hand. */
  readonly filled: ReadonlySignal<Filled | null>;
  /** Puts position, department and roles back to what they were before that choice. */
  undo(): boolean;
  /** Judges anew where the values come from, after the form took others. */
  reset(): void;
}

/**
 * Links the fields of a form.
 * @param tell is called when a position filled something in
 * @param writable a position fills in nothing that could not be saved
 */
export function createWorkFields(
  form: UserForm,
  positionOf: (id: string | null) => Position | undefined,
  tell: (filled: Filled) => void,
  writable: (field: "departmentId" | "roleIds") => boolean = () => true,
): WorkFields {
  const { positionId, departmentId, roleIds } = form.fields;
  const judge = (): Pick<WorkPlace, "departmentFrom" | "rolesFrom"> => ({
    ...originsOf(form.values.peek(), positionOf(positionId.value.peek())),
    ...(writable("departmentId") ? {} : { departmentFrom: "person" }),
    ...(writable("roleIds") ? {} : { rolesFrom: "person" }),
  });
  const origins = signal(judge());
  const filled = signal<Filled | null>(null);
  let before: (WorkPlace & { readonly positionId: string | null }) | null = null;

  const put = (place: WorkPlace): void => {
    if (place.departmentId !== departmentId.value.value) departmentId.set(place.departmentId);
    if (place.roleIds.join() !== roleIds.value.value.join()) roleIds.set(place.roleIds);
    origins.value = { departmentFrom: place.departmentFrom, rolesFrom: place.rolesFrom };
  };
  const choosePosition = (id: string | null): void =>
    batch(() => {
      const place: WorkPlace = {
        departmentId: departmentId.value.value,
        roleIds: roleIds.value.value,
        ...origins.value,
      };
      before = { ...place, positionId: positionId.value.value };
      positionId.set(id);
      const position = positionOf(id);
      const next = applyPosition(place, position ?? null);
      put(next);
      const department = next.departmentFrom === "position" && next.departmentId !== place.departmentId;
      const role = next.rolesFrom === "position" && next.roleIds.join() !== place.roleIds.join();
      filled.value =
        position === undefined || !(department || role)
          ? null
          : { position, what: department && role ? "both" : department ? "department" : "role" };
      if (filled.value !== null) tell(filled.value);
    });
  const chooseDepartment = (id: string | null): void =>
    batch(() => {
      departmentId.set(id);
      origins.value = { ...origins.value, departmentFrom: id === null ? "none" : "person" };
      filled.value = null;
    });
  const chooseRoles = (ids: readonly string[]): void =>
    batch(() => {
      roleIds.set(ids);
      origins.value = { ...origins.value, rolesFrom: ids.length === 0 ? "none" : "person" };
      filled.value = null;
    });

  return {
    position: { ...positionId, set: choosePosition },
    department: { ...departmentId, set: chooseDepartment },
    roles: { ...roleIds, set: chooseRoles },
    role: {
      ...roleIds,
      value: computed(() => roleIds.value.value[0] ?? null),
      set: (id) => chooseRoles(id === null ? [] : [id]),
    },
    departmentFrom: computed(() => origins.value.departmentFrom),
    rolesFrom: computed(() => origins.value.rolesFrom),
    filled,
    undo: () =>
      batch(() => {
        if (before === null) return false;
        positionId.set(before.positionId);
        put(before);
        before = null;
        filled.value = null;
        return true;
      }),
    reset: () => {
      origins.value = judge();
      filled.value = null;
    },
  };
}
