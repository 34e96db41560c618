import { randomUUID } from "node:crypto";
import {
  CrewError,
  type NumberUse,
  type PhoneNumber,
  type PhoneNumberInput,
  type PhoneNumberPatch,
  type RightsFacts,
} from "@crewdock/contract";
import { FieldErrors } from "../http/field-errors.ts";
import type { Call } from "../http/handlers.ts";
import { violatedUnique } from "../store/db.ts";
import type { Unit } from "../store/unit.ts";
import { lockNumbers } from "./number-rows.ts";

interface Versioned {
  readonly id: string;
  readonly version: string;
}

export function createNumber(input: PhoneNumberInput, call: Call): Promise<PhoneNumber> {
  const { number, name, uses, departmentIds } = input;
  return call.write(async (unit, actor) => {
    const errors = new FieldErrors();
    const taken = await unit.query("select 1 from phone_numbers where tenant_id = $1 and number = $2", [
      unit.tenant,
      number,
    ]);
    if (taken.length > 0) errors.add("/number", "duplicate");
    checkDepartments(actor.rights.facts, departmentIds, errors);
    errors.throwIfAny();
    const id = randomUUID();
    await namingDuplicates(() =>
      unit.query(
        `insert into phone_numbers (tenant_id, id, number, name, uses, department_ids)
         values ($1, $2, $3, $4, $5::text[], $6::text[])`,
        [unit.tenant, id, number, name, uses, departmentIds],
      ),
    );
    return told(unit, "number.create", id, null);
  });
}

export function updateNumber(
  { id, version, patch }: Versioned & { readonly patch: PhoneNumberPatch },
  call: Call,
): Promise<PhoneNumber> {
  return call.write(async (unit, actor) => {
    const before = await numberToChange(unit, { id, version });
    const errors = new FieldErrors();
    checkDepartments(actor.rights.facts, patch.departmentIds, errors);
    errors.throwIfAny();
    const { name = before.name, uses = before.uses, departmentIds = before.departmentIds } = patch;
    for (const use of before.uses) if (!uses.includes(use)) await demandUnshown(unit, id, use);
    await unit.query(
      `update phone_numbers set name = $3, uses = $4::text[], department_ids = $5::text[], version = version + 1
       where tenant_id = $1 and id = $2`,
      [unit.tenant, id, name, uses, departmentIds],
    );
    return told(unit, "number.update", id, before);
  });
}

export function removeNumber(number: Versioned, call: Call): Promise<void> {
  const { id } = number;
  return call.write(async (unit) => {
    const before = await numberToChange(unit, number);
    for (const use of ["calls", "sms"] as const) await demandUnshown(unit, id, use);
    await unit.query("delete from phone_numbers where tenant_id = $1 and id = $2", [unit.tenant, id]);
    unit.emit({ type: "number.changed", id });
    await unit.audit({ action: "number.remove", recordType: "number", recordId: id, before, after: null });
  });
}

/** Takes a department that goes out of the numbers that name it; one that is left with none is nobody's to show. */
export async function forgetDepartment(unit: Unit, departmentId: string): Promise<void> {
  const named = await unit.query<{ id: string }>(
    "select id from phone_numbers where tenant_id = $1 and $2 = any(department_ids)",
    [unit.tenant, departmentId],
  );
  const ids = named.map(({ id }) => id);
  for (const before of await lockNumbers(unit, unit.tenant, ids, "update")) {
    await unit.query(
      `update phone_numbers set department_ids = array_remove(department_ids, $3), version = version + 1
       where tenant_id = $1 and id = $2`,
      [unit.tenant, before.id, departmentId],
    );
    await told(unit, "number.update", before.id, before);
  }
}

/** Locks a number. @throws CrewError `not_found`, `conflict` */
async function numberToChange(unit: Unit, { id, version }: Versioned): Promise<PhoneNumber> {
  const [number] = await lockNumbers(unit, unit.tenant, [id], "update");
  if (!number) throw new CrewError("not_found");
  if (number.version !== version) throw new CrewError("conflict", { current: number });
  return number;
}

/** @throws CrewError `in_use` */
async function demandUnshown(unit: Unit, id: string, use: NumberUse): Promise<void> {
  const column = use === "calls" ? "caller_id" : "sms_caller_id";
  const shown = await unit.query(`select 1 from users where tenant_id = $1 and ${column} = $2 limit 1`, [
    unit.tenant,
    id,
  ]);
  if (shown.length > 0) throw new CrewError("in_use", { detail: `caller ID for ${use}` });
}

function checkDepartments(
  { departments }: RightsFacts,
  ids: readonly string[] | null | undefined,
  errors: FieldErrors,
): void {
  for (const [index, id] of (ids ?? []).entries())
    if (!departments.some((department) => department.id === id)) errors.add(`/departmentIds/${index}`, "not_found");
}

/** Two who add the same number at the same moment both pass the check; the second one's statement fails instead. */
async function namingDuplicates(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (violatedUnique(error) !== "phone_numbers_number_unique") throw error;
    throw new CrewError("duplicate", { fields: [{ pointer: "/number", code: "duplicate" }], cause: error });
  }
}

/** Reads the number as it is stored now, and tells of it. */
async function told(
  unit: Unit,
  action: "number.create" | "number.update",
  id: string,
  before: PhoneNumber | null,
): Promise<PhoneNumber> {
  const [after] = await lockNumbers(unit, unit.tenant, [id], "update");
  if (!after) throw new CrewError("internal", { detail: "the number has vanished within the transaction" });
  unit.emit({ type: "number.changed", id });
  await unit.audit({ action, recordType: "number", recordId: id, before, after });
  return after;
}
