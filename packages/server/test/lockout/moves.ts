import type { RightsUser, Scope, Subject } from "@crewdock/contract";

/** Rights by action. */
export type Grants = Readonly<Record<string, Scope>>;
type Patch = Partial<
  Pick<RightsUser, "departmentId" | "positionId" | "groupIds"> & {
    readonly roleIds: readonly string[];
    readonly password: string;
  }
>;

/** One call of the API by one person, or time that passes. Further verbs that touch rights or log-ins belong here too. */
export type Move =
  | { readonly verb: "wait" }
  | ((
      | { readonly verb: "users.setState"; readonly id: string; readonly state: "active" | "blocked" | "deactivated" }
      | { readonly verb: "users.remove"; readonly id: string }
      | { readonly verb: "users.update"; readonly id: string; readonly patch: Patch }
      | { readonly verb: "roles.update"; readonly id: string; readonly grants: Grants }
      | { readonly verb: "roles.remove"; readonly id: string }
      | {
          readonly verb: "assignments.replace";
          readonly id: string;
          readonly given: readonly { readonly subject: Subject; readonly until: string | null }[];
        }
      | {
          readonly verb: "org.move";
          readonly kind: "department" | "group";
          readonly id: string;
          readonly parentId: string | null;
        }
      | {
          readonly verb: "access.setIpRules";
          /** Null for the company. */
          readonly id: string | null;
          readonly networks: readonly string[];
        }
      | { readonly verb: "access.consume" }
      | { readonly verb: "access.restore"; readonly id: string }
    ) & { readonly actor: string });
