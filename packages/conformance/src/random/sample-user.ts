import type { UserInput } from "@crewdock/contract";
import { userInput } from "../samples/inputs.ts";
import type { Side } from "./side.ts";

/** Few logins and addresses, so that they collide. */
export function userOf(side: Side, how: number, which: number): UserInput {
  const { mark, maker } = side;
  const login = `${mark}${String(how % 4)}`;
  const [role] = side.roles;
  return userInput(maker, login, {
    name: { last: `Last${String(how)}${mark}`, first: "First", patronymic: null },
    email: `${mark}${String(which % 4)}@crewdock.test`,
    serviceNumber: how % 3 === 0 ? null : String(how),
    roleIds: how % 5 === 4 && role ? [role.id] : [],
    ...(how === 7 ? { timeZone: "Mars/Olympus" } : {}),
  });
}
