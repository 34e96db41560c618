import { CrewError, isCrewError } from "@crewdock/contract";
import { answering, failing, type Json, type Mutant, mutant, type Verb } from "./mutant.ts";

/** Takes for done what was refused because of a sentence. */
function careless(method: string, pretend: (input: Json, other: (method: string) => Verb) => unknown): Mutant {
  const name = `${method} takes broken sentences for done`;
  return mutant(name, method, (verb, { other }) => async (input, context) => {
    try {
      return await verb(input, context);
    } catch (error) {
      if (isCrewError(error) && error.code === "expectation_broken") return pretend(input, other);
      throw error;
    }
  });
}

export const expectationMutants: readonly Mutant[] = [
  mutant(
    "roles.setExpectations ignores the version",
    "roles.setExpectations",
    (verb, { other }) =>
      async (input, context) => {
        const { version } = (await other("roles.expectations")({}, context)) as Json;
        return verb({ ...input, version }, context);
      },
  ),
  mutant("roles.setExpectations is open to the limited actor", "roles.setExpectations", (verb, { actor, asAdmin }) =>
    actor === "limited" ? asAdmin : verb,
  ),
  answering("roles.expectations forgets the notes", "roles.expectations", (answer) => ({
    ...answer,
    expectations: (answer["expectations"] as readonly Json[]).map((each) => ({ ...each, note: null })),
  })),
  answering("roles.testExpectations finds that all is well", "roles.testExpectations", ({ items }) => ({
    items: (items as readonly Json[]).map(({ id }) => ({ id, holds: true, byRole: false, count: 0, people: [] })),
  })),
  failing("roles.update does not say which sentence it would break", "roles.update", (error) =>
    error.code === "expectation_broken" ? new CrewError("expectation_broken") : error,
  ),
  careless("roles.update", ({ id }) => ({
    id,
    version: "next",
    name: "x",
    description: null,
    grants: {},
    userCount: 0,
  })),
  careless("assignments.replace", () => ({ items: [] })),
  careless("users.setState", () => undefined),
  careless("org.updateDepartment", ({ id }) => ({ id, version: "next", name: "x", parentId: null, headId: null })),
];
