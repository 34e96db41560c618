import { assignmentCases } from "./cases/assignments.cases.ts";
import { callFilterCases } from "./cases/call-filters.cases.ts";
import { callNoteCases } from "./cases/call-notes.cases.ts";
import { callCases } from "./cases/calls.cases.ts";
import { concurrencyCases } from "./cases/concurrency.cases.ts";
import { directoryCases } from "./cases/directory.cases.ts";
import { expectationCases } from "./cases/expectations.cases.ts";
import { eventChangesCases } from "./cases/event-changes.cases.ts";
import { eventCases } from "./cases/events.cases.ts";
import { faultCases } from "./cases/faults.cases.ts";
import { fieldCapabilityCases } from "./cases/field-capabilities.cases.ts";
import { mailOAuthCases } from "./cases/mail-oauth.cases.ts";
import { mailCases } from "./cases/mail.cases.ts";
import { numberCases } from "./cases/numbers.cases.ts";
import { orgEditCases } from "./cases/org-edit.cases.ts";
import { orgCases } from "./cases/org.cases.ts";
import { recordingCases } from "./cases/recordings.cases.ts";
import { roleCases } from "./cases/roles.cases.ts";
import { securityCases } from "./cases/security.cases.ts";
import { sessionCases } from "./cases/session.cases.ts";
import { storeCases } from "./cases/store.cases.ts";
import { telephonyCases } from "./cases/telephony.cases.ts";
import { usageCases } from "./cases/usage.cases.ts";
import { userImportCellCases } from "./cases/users-import-cells.cases.ts";
import { userImportCases } from "./cases/users-import.cases.ts";
import { userLifeCases } from "./cases/users-life.cases.ts";
import { userOrderCases } from "./cases/users-order.cases.ts";
import { userRefusalCases } from "./cases/users-refusals.cases.ts";
import { userRightsCases } from "./cases/users-rights.cases.ts";
import { userSearchCases } from "./cases/users-search.cases.ts";
import { userCases } from "./cases/users.cases.ts";
import { accessFamilyCases } from "./families/access.cases.ts";
import { answerCases } from "./families/answers.cases.ts";
import { cancellationCases } from "./families/cancellation.cases.ts";
import { conflictCases, repeatCases } from "./families/conflicts.cases.ts";
import { fieldCases } from "./families/fields.cases.ts";
import { listBackCases } from "./families/lists-back.cases.ts";
import { listCases } from "./families/lists.cases.ts";
import { secretCases } from "./families/secrets.cases.ts";
import type { ConformanceCase } from "./kit/conformance-case.ts";
import { sequenceCases } from "./random/sequences.cases.ts";

/** Every case; none depends on another. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...sessionCases,
  ...userCases,
  ...userRefusalCases,
  ...userRightsCases,
  ...userSearchCases,
  ...userOrderCases,
  ...userLifeCases,
  ...userImportCases,
  ...userImportCellCases,
  ...fieldCapabilityCases,
  ...orgCases,
  ...orgEditCases,
  ...roleCases,
  ...expectationCases,
  ...usageCases,
  ...assignmentCases,
  ...telephonyCases,
  ...numberCases,
  ...callCases,
  ...callNoteCases,
  ...callFilterCases,
  ...recordingCases,
  ...mailCases,
  ...mailOAuthCases,
  ...directoryCases,
  ...eventCases,
  ...eventChangesCases,
  ...securityCases,
  ...answerCases,
  ...accessFamilyCases,
  ...fieldCases,
  ...conflictCases,
  ...repeatCases,
  ...listCases,
  ...listBackCases,
  ...secretCases,
  ...cancellationCases,
  ...concurrencyCases,
  ...storeCases,
  ...faultCases,
  ...sequenceCases,
];
