import { mutatingRequests } from "../../../src/audit/testing/mutating-requests.ts";
import { expectations } from "../expectations.ts";
import type { World } from "../world.ts";
import { accessQuestions } from "./access.requests.ts";
import { callQuestions } from "./calls.requests.ts";
import { eventQuestions } from "./events.requests.ts";
import { mailQuestions } from "./mail.requests.ts";
import type { Questions } from "./question.ts";
import { userQuestions } from "./users.requests.ts";

/** How each operation is asked; what concerns nobody is asked as the tests of the audit log ask it. */
export function questionsOf({ crew }: World): Questions {
  const shared = Object.entries(mutatingRequests(crew)).filter(([name]) => expectations[name]?.who === "role");
  return {
    ...Object.fromEntries(shared),
    "org.read": async () => ({}),
    "roles.catalogue": async () => ({}),
    "roles.list": async () => ({}),
    "roles.get": async () => ({ path: { id: "r-manager" } }),
    "roles.expectations": async () => ({}),
    "roles.testExpectations": async () => ({ body: { expectations: [] }, changes: false }),
    "roles.usage": async () => ({}),
    "assignments.list": async () => ({}),
    ...userQuestions,
    ...callQuestions,
    ...mailQuestions,
    ...accessQuestions,
    ...eventQuestions,
  };
}
