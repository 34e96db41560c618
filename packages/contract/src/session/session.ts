import * as z from "zod/mini";
import { type CallOutcome, callOutcomeSchema, defaultCallOutcomes } from "../calls/call-notes.ts";
import { type Capabilities, capabilitiesSchema } from "../capabilities.ts";
import type { CallContext } from "../context.ts";
import { type Id, idSchema } from "../primitives.ts";
import type { ActionKey } from "../rights/catalogue.ts";
import { type Scope, scopeSchema } from "../rights/scope.ts";
import { passwordPolicySchema } from "./password-policy.ts";
import { defaultPasswordPolicy, type PasswordPolicy } from "./password-rules.ts";

/** Whether the scope `department` covers a user's department with all below it, or that one alone. */
export type DepartmentScope = "below" | "same";

/** What this CRM demands. */
export interface Policy {
  readonly rolesPerUser: "one" | "many";
  readonly sipAccount: "required" | "optional";
  readonly position: "required" | "optional";
  readonly login: "name" | "email";
  readonly password: PasswordPolicy;
  /** What calls can come to; absent where `calls.annotate` is not offered. */
  readonly callOutcomes?: readonly CallOutcome[] | undefined;
  /** How far the scope `department` reaches. @default "below" */
  readonly departmentScope?: DepartmentScope | undefined;
}

/** What a CRM demands that says nothing else. */
export const defaultPolicy: Policy = {
  rolesPerUser: "many",
  sipAccount: "optional",
  position: "optional",
  login: "name",
  password: defaultPasswordPolicy,
  callOutcomes: defaultCallOutcomes,
};

/** Who the actor is and what they may do, read once by each widget and again at `rights.changed`. */
export interface Session {
  readonly user: {
    readonly id: Id;
    readonly name: string;
    readonly email: string;
    readonly timeZone: string;
    readonly hasSipAccount: boolean;
  };
  /** Effective scope by action; what is absent is `none`. */
  readonly grants: Readonly<Record<ActionKey, Scope>>;
  readonly policy: Policy;
  readonly capabilities: Capabilities;
}

export const sessionSchema: z.ZodMiniType<Session> = z.object({
  user: z.object({
    id: idSchema,
    name: z.string(),
    email: z.string(),
    timeZone: z.string(),
    hasSipAccount: z.boolean(),
  }),
  grants: z.record(z.string(), scopeSchema),
  policy: z.object({
    rolesPerUser: z.enum(["one", "many"]),
    sipAccount: z.enum(["required", "optional"]),
    position: z.enum(["required", "optional"]),
    login: z.enum(["name", "email"]),
    password: passwordPolicySchema,
    callOutcomes: z.optional(z.array(callOutcomeSchema)),
    departmentScope: z.optional(z.enum(["below", "same"])),
  }),
  capabilities: capabilitiesSchema,
});

export interface SessionPort {
  me(input: Record<string, never>, context: CallContext): Promise<Session>;
}
