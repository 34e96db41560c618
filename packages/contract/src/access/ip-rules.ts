import * as z from "zod/mini";
import { type Id, idSchema, lineSchema, type Version, versionSchema, textSchema } from "../primitives.ts";

/** An address or a network from which people may log in. */
export interface IpRule {
  /** IPv4, IPv6, or one of them with a prefix length (CIDR, RFC 4632, RFC 4291), such as `203.0.113.0/24`; kept as typed. */
  readonly network: string;
  /** What it is, such as `Office Warsaw`. */
  readonly note: string | null;
}

/**
 * The addresses from which the company, or one user, may log in. Without a rule every address is allowed. Wherever an
 * administrator must be left (`last_admin`), only those count whom the rules let in from where they logged in last.
 */
export interface IpRules {
  readonly version: Version;
  readonly rules: readonly IpRule[];
}

/** Why an address is let in or not: the company's rules and the user's own must both allow it. */
export interface AddressVerdict {
  readonly allowed: boolean;
  /** The list that refuses, or null. */
  readonly refusedBy: "company" | "user" | null;
}

/** `network` is checked by the backend as a whole; wrong ones are named by `/rules/<index>/network` `invalid_format`. */
const ruleShape = { network: textSchema(2, 64), note: z.nullable(lineSchema(0, 100)) };

export const ipRulesSchema: z.ZodMiniType<IpRules> = z.object({
  version: versionSchema,
  rules: z.array(z.object({ network: z.string(), note: z.nullable(z.string()) })),
});

export const ipRuleInputsSchema: z.ZodMiniType<readonly IpRule[]> = z
  .array(z.object(ruleShape))
  .check(z.maxLength(200));

export const addressVerdictSchema: z.ZodMiniType<AddressVerdict> = z.object({
  allowed: z.boolean(),
  refusedBy: z.nullable(z.enum(["company", "user"])),
});

/** Whose rules are meant: a user's, or with null the company's. */
export const ipRulesOwnerSchema: z.ZodMiniType<{ readonly userId: Id | null }> = z.object({
  userId: z.nullable(idSchema),
});
