import { assignmentCases } from "./cases/assignments.cases.ts";
import { callCases } from "./cases/calls.cases.ts";
import { directoryCases } from "./cases/directory.cases.ts";
import { eventChangesCases } from "./cases/event-changes.cases.ts";
import { eventCases } from "./cases/events.cases.ts";
import { mailCases } from "./cases/mail.cases.ts";
import { orgCases } from "./cases/org.cases.ts";
import { roleCases } from "./cases/roles.cases.ts";
import { sessionCases } from "./cases/session.cases.ts";
import { telephonyCases } from "./cases/telephony.cases.ts";
import { userRightsCases } from "./cases/users-rights.cases.ts";
import { userSearchCases } from "./cases/users-search.cases.ts";
import { userCases } from "./cases/users.cases.ts";
import type { ConformanceCase } from "./kit/conformance-case.ts";

/** Every case; none depends on another. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...sessionCases,
  ...userCases,
  ...userRightsCases,
  ...userSearchCases,
  ...orgCases,
  ...roleCases,
  ...assignmentCases,
  ...telephonyCases,
  ...callCases,
  ...mailCases,
  ...directoryCases,
  ...eventCases,
  ...eventChangesCases,
];
