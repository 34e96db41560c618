import { may, type Session, supports } from "@crewdock/contract";

/** Whether a viewer can be shown rules at all. */
export function offersRules(session: Session): boolean {
  const needed = ["roles.expectations", "roles.testExpectations"];
  return may(session, "role.view") && needed.every((verb) => supports(session.capabilities, verb));
}
