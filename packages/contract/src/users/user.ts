import * as z from "zod/mini";
import { type ListQuery, listQueryShape } from "../list.ts";
import {
  type MailAccount,
  mailAccountSchema,
  type MailAccountInput,
  mailAccountInputSchema,
} from "../mail/mail-account.ts";
import {
  emailSchema,
  type Id,
  idSchema,
  isoTimeSchema,
  type IsoTime,
  lineSchema,
  secretSchema,
  type Version,
  versionSchema,
} from "../primitives.ts";
import { isTimeZone } from "../text-checks.ts";
import {
  type SipAccount,
  sipAccountSchema,
  type SipAccountInput,
  sipAccountInputSchema,
} from "../telephony/sip-account.ts";
import { LOGIN, type PersonName, SERVICE_NUMBER } from "./person.ts";

/**
 * - `active`: works.
 * - `blocked`: cannot log in; SIP goes on working on devices.
 * - `deactivated`: cannot log in and cannot call until activated again.
 * - `suspended`: an activity limit was reached; ends by itself with the next period.
 */
export type UserState = "active" | "blocked" | "deactivated" | "suspended";

/**
 * How the person was told about the new login. The letter goes to those for whom a password was set as well; theirs has
 * no link to choose one.
 */
export interface Invitation {
  readonly state: "none" | "sent" | "failed" | "accepted";
  readonly at: IsoTime | null;
}

/** An employee who works in the CRM; has one login. */
export interface User {
  readonly id: Id;
  readonly version: Version;
  readonly state: UserState;
  readonly name: PersonName;
  readonly email: string;
  readonly login: string;
  /** IANA name, such as `Europe/Moscow`. */
  readonly timeZone: string;
  readonly serviceNumber: string | null;
  readonly positionId: Id | null;
  readonly departmentId: Id;
  readonly groupIds: readonly Id[];
  /** Roles given to the person directly; those that come by position, department or group are assignments. */
  readonly roleIds: readonly Id[];
  readonly invitation: Invitation;
  readonly sipAccount: SipAccount | null;
  /** Id of the number that calls show; null where the telephone system decides. Absent where there are no numbers. */
  readonly callerId?: Id | null | undefined;
  /** Id of the number that text messages come from; null where the telephone system decides. Absent where there are no numbers. */
  readonly smsCallerId?: Id | null | undefined;
  /** Empty for a viewer who neither is the user nor may manage them. */
  readonly mailAccounts: readonly MailAccount[];
  readonly lastLoginAt: IsoTime | null;
  readonly createdAt: IsoTime;
  readonly updatedAt: IsoTime;
}

/** What is sent to make a user; everything is stored at once or not at all. */
export interface UserInput {
  readonly name: PersonName;
  readonly email: string;
  readonly login: string;
  /** Null: the person chooses one by the link of the invitation; only where `users.invite` is supported. */
  readonly password: string | null;
  readonly timeZone: string;
  readonly serviceNumber: string | null;
  readonly positionId: Id | null;
  readonly departmentId: Id;
  readonly groupIds: readonly Id[];
  readonly roleIds: readonly Id[];
  readonly sipAccount: SipAccountInput | null;
  /** One of `telephony.numbers` that is good for calls, in the department of the person: see `mayShow`. @default null */
  readonly callerId?: Id | null | undefined;
  /** The same for text messages. @default null */
  readonly smsCallerId?: Id | null | undefined;
  readonly mailAccounts: readonly MailAccountInput[];
}

/** The members to change; what is absent stays. Mail accounts of an existing user are changed through the mail port. */
export type UserPatch = Partial<{ readonly [K in Exclude<keyof UserInput, "mailAccounts">]: UserInput[K] | undefined }>;

/**
 * Whatever has one value a user. Position and department go by their names, the extension (the login of the SIP account)
 * by its digits; whoever has none comes first. Groups and roles, of which people have several, are filtered by instead.
 */
export type UserSortField =
  | "name"
  | "email"
  | "state"
  | "position"
  | "department"
  | "extension"
  | "createdAt"
  | "lastLoginAt";

/**
 * `q` searches any part of name, e-mail, login and number. Filters of one kind are alternatives, kinds are combined.
 * A department or group stands for itself and those below, a role for everybody whom it reaches.
 */
export interface UserQuery extends ListQuery<UserSortField> {
  readonly states?: readonly UserState[] | undefined;
  readonly departmentIds?: readonly Id[] | undefined;
  readonly positionIds?: readonly Id[] | undefined;
  readonly groupIds?: readonly Id[] | undefined;
  readonly roleIds?: readonly Id[] | undefined;
}

const stateSchema = z.enum(["active", "blocked", "deactivated", "suspended"]);

export const personNameSchema: z.ZodMiniType<PersonName> = z.object({
  last: lineSchema(1, 100),
  first: lineSchema(1, 100),
  patronymic: z.nullable(lineSchema(0, 100)),
});

export const timeZoneSchema: z.ZodMiniType<string> = z
  .string()
  .check(z.maxLength(64), z.refine(isTimeZone, { params: { field: "invalid_time_zone" } }));
const loginSchema = z.string().check(z.minLength(1), z.maxLength(64), z.regex(LOGIN));
const serviceNumberSchema = z.nullable(z.string().check(z.maxLength(20), z.regex(SERVICE_NUMBER)));
const ids = z.array(idSchema).check(z.maxLength(100));

export const userSchema: z.ZodMiniType<User> = z.object({
  id: idSchema,
  version: versionSchema,
  state: stateSchema,
  name: z.object({ last: z.string(), first: z.string(), patronymic: z.nullable(z.string()) }),
  email: z.string(),
  login: z.string(),
  timeZone: z.string(),
  serviceNumber: z.nullable(z.string()),
  positionId: z.nullable(idSchema),
  departmentId: idSchema,
  groupIds: z.array(idSchema),
  roleIds: z.array(idSchema),
  invitation: z.object({ state: z.enum(["none", "sent", "failed", "accepted"]), at: z.nullable(isoTimeSchema) }),
  sipAccount: z.nullable(sipAccountSchema),
  callerId: z.optional(z.nullable(idSchema)),
  smsCallerId: z.optional(z.nullable(idSchema)),
  mailAccounts: z.array(mailAccountSchema),
  lastLoginAt: z.nullable(isoTimeSchema),
  createdAt: isoTimeSchema,
  updatedAt: isoTimeSchema,
});

const inputShape = {
  name: personNameSchema,
  email: emailSchema,
  login: loginSchema,
  password: z.nullable(secretSchema),
  timeZone: timeZoneSchema,
  serviceNumber: serviceNumberSchema,
  positionId: z.nullable(idSchema),
  departmentId: idSchema,
  groupIds: ids,
  roleIds: ids,
  sipAccount: z.nullable(sipAccountInputSchema),
  callerId: z.optional(z.nullable(idSchema)),
  smsCallerId: z.optional(z.nullable(idSchema)),
};

export const userInputSchema: z.ZodMiniType<UserInput> = z.object({
  ...inputShape,
  mailAccounts: z.array(mailAccountInputSchema).check(z.maxLength(20)),
});

export const userPatchSchema: z.ZodMiniType<UserPatch> = z.partial(z.object(inputShape));

export const userQuerySchema: z.ZodMiniType<UserQuery> = z.object({
  ...listQueryShape<UserSortField>([
    "name",
    "email",
    "state",
    "createdAt",
    "lastLoginAt",
    "position",
    "department",
    "extension",
  ]),
  states: z.optional(z.array(stateSchema)),
  departmentIds: z.optional(ids),
  positionIds: z.optional(ids),
  groupIds: z.optional(ids),
  roleIds: z.optional(ids),
});
