import * as z from "zod/mini";

/**
 * Port and verb, such as `users.create`. Beside those of the ports there is one that is part of another:
 * - `users.invite`: `users.create` without a password sends the person a link by e-mail to choose one. Where it is not
 *   supported (`not_configured`: nothing to send letters with), `users.create` demands a password.
 */
export type MethodName = string;

/** Why a backend does not offer something; widgets translate it. */
export type UnsupportedReason = "not_in_backend" | "not_configured" | "other_plan" | "read_only";

export type MethodCapability =
  | { readonly supported: true }
  | { readonly supported: false; readonly why: UnsupportedReason };

/**
 * Member of a user as the wire has it, from the outside in: `timeZone`, `groupIds`, `password`, `name.patronymic`,
 * `sipAccount`. What is said of a member holds for those in it.
 */
export type FieldName = string;

/**
 * What can be done with one member of a user.
 *
 * A member with `write: false` is kept by the backend alone. `users.create` brings its empty value (`null`, `[]`), or
 * where it has none (`login`, `email`, `timeZone`, `departmentId`, `name.last`, `name.first`) something that the schema
 * accepts, which the backend passes over in favour of its own. `users.update` may bring the value that is stored, as it
 * does with the parts of a name. Any other value is refused: `validation` with `not_allowed` at the member's pointer.
 */
export interface FieldCapability {
  readonly write: boolean;
  /** Why it cannot be written. @default `not_in_backend` */
  readonly why?: UnsupportedReason | undefined;
  /** Has to be filled in although the schema lets it be empty; otherwise `required` at its pointer. @default false */
  readonly required?: boolean | undefined;
  /** Fewer UTF-16 code units of text than the schema allows; longer text is `too_long` at its pointer. */
  readonly maxLength?: number | undefined;
}

/**
 * What a backend can do, with limits: modelled on SCIM's ServiceProviderConfig (RFC 7643, section 5).
 * It may differ from actor to actor.
 */
export interface Capabilities {
  /** Version of the contract that the backend speaks, `major.minor`. */
  readonly contract: string;
  /** A method that is not named is not supported. */
  readonly methods: Readonly<Record<MethodName, MethodCapability>>;
  readonly limits: {
    readonly page: number;
    readonly bulk: number;
    /** Rows that one `users.import` takes. @default as many as `bulk` */
    readonly import?: number | undefined;
  };
  /** How lost updates are prevented. */
  readonly concurrency: "etag" | "none";
  /** What deleting a user does. */
  readonly removal: "hard" | "soft" | "deactivate" | "none";
  /** Members of a user that differ from what the schema says; all others are as it says. @default none */
  readonly fields?: Readonly<Record<FieldName, FieldCapability>> | undefined;
}

const reasonSchema: z.ZodMiniType<UnsupportedReason> = z.enum([
  "not_in_backend",
  "not_configured",
  "other_plan",
  "read_only",
]);

export const capabilitiesSchema: z.ZodMiniType<Capabilities> = z.object({
  contract: z.string(),
  methods: z.record(
    z.string(),
    z.discriminatedUnion("supported", [
      z.object({ supported: z.literal(true) }),
      z.object({
        supported: z.literal(false),
        why: reasonSchema,
      }),
    ]),
  ),
  limits: z.object({ page: z.number(), bulk: z.number(), import: z.optional(z.number()) }),
  concurrency: z.enum(["etag", "none"]),
  removal: z.enum(["hard", "soft", "deactivate", "none"]),
  fields: z.optional(
    z.record(
      z.string(),
      z.object({
        write: z.boolean(),
        why: z.optional(reasonSchema),
        required: z.optional(z.boolean()),
        maxLength: z.optional(z.int().check(z.positive())),
      }),
    ),
  ),
});
