import { CrewError, isCrewError } from "@crewdock/contract";
import { answering, asking, failing, type Json, type Mutant, mutant, words } from "./mutant.ts";

export const numberMutants: readonly Mutant[] = [
  mutant(
    "telephony.removeNumber acknowledges what it keeps",
    "telephony.removeNumber",
    (verb) => async (input, context) => {
      try {
        return await verb(input, context);
      } catch (error) {
        if (isCrewError(error) && error.code === "in_use") return undefined;
        throw error;
      }
    },
  ),
  asking("users.create passes over caller IDs", "users.create", (input) => {
    const { callerId, ...user } = (input["user"] ?? {}) as Json;
    return typeof callerId === "string" && callerId !== "x-none" && "login" in user ? { ...input, user } : input;
  }),
  answering("telephony.numbers hides who may show them", "telephony.numbers", ({ items }) => ({
    items: (items as readonly Json[]).map((number) => ({ ...number, departmentIds: null })),
  })),
  answering("telephony.credentials lets nobody choose a number", "telephony.credentials", (answer) => ({
    ...answer,
    callerIds: [],
  })),
  failing("telephony.createNumber does not say what is taken", "telephony.createNumber", (error) =>
    error.code === "duplicate" ? new CrewError("in_use") : error,
  ),
  answering("telephony.createNumber keeps what was sent twice", "telephony.createNumber", (number, input) => ({
    ...number,
    uses: (input["number"] as Json)["uses"],
  })),
  answering("telephony.numbers lists by code points", "telephony.numbers", ({ items }) => ({
    items: (items as readonly Json[]).toSorted((a, b) => (words(a["name"]) < words(b["name"]) ? -1 : 1)),
  })),
  answering("telephony.numbers opens to everybody what a removed department had", "telephony.numbers", ({ items }) => ({
    items: (items as readonly Json[]).map((number) => {
      const ids = number["departmentIds"] as readonly string[] | null;
      return ids?.length === 0 ? { ...number, departmentIds: null } : number;
    }),
  })),
];
