import * as z from "zod/mini";
import type { PasswordPolicy } from "./password-rules.ts";

export const passwordPolicySchema: z.ZodMiniType<PasswordPolicy> = z.object({
  minLength: z.number(),
  maxLength: z.number(),
  upper: z.boolean(),
  lower: z.boolean(),
  digit: z.boolean(),
  special: z.nullable(z.string()),
  notGuessable: z.boolean(),
});
