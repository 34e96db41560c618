import type { ImportRow, UserImport, UserInput } from "@crewdock/contract";
import { onlyIf } from "../kit/conformance-case.ts";
import { type SampleMaker, userInput } from "./inputs.ts";

/** The row that makes of somebody what an input does, phone and mailboxes aside. */
export function rowOf(user: UserInput): ImportRow {
  const { name, email, login, password, timeZone, serviceNumber, positionId, departmentId, groupIds, roleIds } = user;
  return {
    name,
    email,
    login,
    password,
    timeZone,
    serviceNumber,
    position: positionId === null ? null : { id: positionId },
    department: { id: departmentId },
    groups: groupIds.map((id) => ({ id })),
    roles: roleIds.map((id) => ({ id })),
  };
}

/** Skips the case where everybody needs a SIP account: each row would need a free one. */
export function importRow(maker: SampleMaker, unique: string, more: Partial<ImportRow> = {}): ImportRow {
  onlyIf(maker.world.session("admin").policy.sipAccount === "optional", "each row would need a free SIP account");
  return { ...rowOf(userInput(maker, unique)), ...more };
}

export function importOf(
  rows: readonly ImportRow[],
  more: Partial<UserImport> = {},
): UserImport & Record<string, unknown> {
  return { matchBy: "login", dryRun: false, rows, ...more };
}
