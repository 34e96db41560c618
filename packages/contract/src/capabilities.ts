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
 * What a backend can do, with limits: modelled on SCIM's ServiceProviderConfig (RFC 7643, section 5).
 * It may differ from actor to actor.
 */
export interface Capabilities {
  /** Version of the contract that the backend speaks, `major.minor`. */
  readonly contract: string;
  /** A method that is not named is not supported. */
  readonly methods: Readonly<Record<MethodName, MethodCapability>>;
  readonly limits: { readonly page: number; readonly bulk: number };
  /** How lost updates are prevented. */
  readonly concurrency: "etag" | "none";
  /** What deleting a user does. */
  readonly removal: "hard" | "soft" | "deactivate" | "none";
}

export const capabilitiesSchema: z.ZodMiniType<Capabilities> = z.object({
  contract: z.string(),
  methods: z.record(
    z.string(),
    z.discriminatedUnion("supported", [
      z.object({ supported: z.literal(true) }),
      z.object({
        supported: z.literal(false),
        why: z.enum(["not_in_backend", "not_configured", "other_plan", "read_only"]),
      }),
    ]),
  ),
  limits: z.object({ page: z.number(), bulk: z.number() }),
  concurrency: z.enum(["etag", "none"]),
  removal: z.enum(["hard", "soft", "deactivate", "none"]),
});
