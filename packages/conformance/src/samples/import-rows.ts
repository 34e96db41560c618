import type { ImportRow, UserImport, UserInput } from "@crewdock/contract";
import { onlyIf } from "../kit/conformance-case.ts";
import { type SampleMaker, userInput } from "./inputs.ts";

/** The row that makes of somebody what an input does, phones and mailboxes aside. */
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

/** Skips the case where everybody needs a SIP account: none comes by a row. */
export function importRow(maker: SampleMaker, unique: string, more: Partial<ImportRow> = {}): ImportRow {
  onlyIf(maker.world.session("admin").policy.sipAccount === "optional", "nobody is imported without a SIP account");
  return { ...rowOf(userInput(maker, unique)), ...more };
}

export function importOf(
  rows: readonly ImportRow[],
  more: Partial<UserImport> = {},
): UserImport & Record<string, unknown> {
  return { matchBy: "login", dryRun: false, rows, ...more };
}
