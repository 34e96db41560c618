import { may, type Session, supports } from "@crewdock/contract";

/** Whether people can be found, and told which roles reach them. */
export function knowsPeople(session: Session): boolean {
  return (
    may(session, "user.view") &&
    ["users.list", "users.get", "assignments.list"].every((verb) => supports(session.capabilities, verb))
  );
}
