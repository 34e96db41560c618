export * from "./access/access.port.ts";
export * from "./access/activity-limit.ts";
export * from "./access/address.ts";
export * from "./access/ip-rules.ts";
export * from "./access/limit-period.ts";
export * from "./access/limits-of.ts";
export * from "./access/login-record.ts";
export * from "./access/login-session.ts";
export * from "./adapter.ts";
export * from "./assignments/assignment.ts";
export * from "./audit/audit.ts";
export * from "./bulk.ts";
export * from "./calls/call-notes.ts";
export * from "./calls/call-query.ts";
export * from "./calls/call-record.ts";
export * from "./calls/call-recording.ts";
export * from "./calls/call-statistics.ts";
export * from "./calls/calls.port.ts";
export * from "./capabilities.ts";
export * from "./connection.ts";
export * from "./context.ts";
export * from "./directory/directory.ts";
export * from "./errors/crew-error.ts";
export * from "./errors/error-codes.ts";
export * from "./errors/problem.ts";
export * from "./errors/validate.ts";
export * from "./events/event-readers.ts";
export * from "./events/live-event.ts";
export { fold } from "./fold.ts";
export * from "./group-by.ts";
export * from "./http/operations.ts";
export * from "./list.ts";
export * from "./mail/mail-account.ts";
export * from "./mail/mail-check.ts";
export * from "./mail/mail-oauth.ts";
export * from "./mail/mail-provider.ts";
export * from "./mail/mail.port.ts";
export * from "./org/org.port.ts";
export * from "./org/org.ts";
export * from "./primitives.ts";
export * from "./records/records.ts";
export * from "./rights/administrators.ts";
export * from "./rights/all-grants.ts";
export * from "./rights/catalogue.ts";
export { defaultCatalogue } from "./rights/default-catalogue.ts";
export * from "./rights/check-grants.ts";
export * from "./rights/check-rules.ts";
export * from "./rights/company-rights.ts";
export {
  type CompiledRights,
  compileRights,
  grantsOfRole,
  movedOn,
  rightsAt,
  rightsForGood,
  withDirectAssignments,
  withRoles,
} from "./rights/compiled-rights.ts";
export * from "./rights/expectation.ts";
export * from "./rights/expectation-breaches.ts";
export * from "./rights/expectation-errors.ts";
export * from "./rights/expectation-guard.ts";
export * from "./rights/explain.ts";
export * from "./rights/facts.ts";
export * from "./rights/handing-out.ts";
export * from "./rights/hygiene.ts";
export * from "./rights/node-move.ts";
export * from "./rights/record-filter.ts";
export * from "./rights/right-use.ts";
export * from "./rights/rights-diff.ts";
export * from "./rights/rights-row.ts";
export * from "./rights/role-file.ts";
export * from "./rights/role-merge.ts";
export * from "./rights/scope.ts";
export * from "./rights/simulate.ts";
export { chainOf, coveredDepartments, departmentSubtree, type TreeNode } from "./rights/tree.ts";
export * from "./rights/unused-rights.ts";
export { hasEndedSince, nextEndOf, rightsOf, standingRightsOf, UserRights } from "./rights/user-rights.ts";
export * from "./rights/who-can.ts";
export * from "./roles/role.ts";
export * from "./roles/roles.port.ts";
export * from "./session/may.ts";
export * from "./session/password-policy.ts";
export * from "./session/password-rules.ts";
export * from "./session/session.ts";
export * from "./telephony/phone-credentials.ts";
export * from "./telephony/phone-number.ts";
export * from "./telephony/sip-account.ts";
export * from "./telephony/sip-check.ts";
export * from "./telephony/sip-text.ts";
export * from "./telephony/telephony.port.ts";
export * from "./text-checks.ts";
export { uniqueKey } from "./unique-key.ts";
export * from "./users/person.ts";
export * from "./users/personal-words.ts";
export * from "./users/user-import.ts";
export * from "./users/user.ts";
export * from "./users/users.port.ts";
export * from "./version.ts";
