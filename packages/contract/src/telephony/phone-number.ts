import * as z from "zod/mini";
import { type Id, idSchema, lineSchema, type Version, versionSchema } from "../primitives.ts";
import { departmentSubtree } from "../rights/tree.ts";

/** What a number can be shown for: `calls` as the caller ID of a call, `sms` as the sender of a text message. */
export type NumberUse = "calls" | "sms";

/** A number of the company. */
export interface PhoneNumber {
  readonly id: Id;
  readonly version: Version;
  /** E.164 with `+`, such as `+48221234567`; nobody else in the company has it, and it never changes. */
  readonly number: string;
  /** What people call it, such as `Warsaw office`. */
  readonly name: string;
  /** What it may be shown for; empty for a number that only takes calls. A set: what is sent twice counts once. */
  readonly uses: readonly NumberUse[];
  /**
   * Whose people may show it, those of departments below included; null for everybody, empty for nobody. A set: what is
   * sent twice counts once. A department that is removed goes from here too. Who has the number as a caller ID and is no
   * longer among them keeps it, and calls do not show it.
   */
  readonly departmentIds: readonly Id[] | null;
}

/** What is sent for a number of the company. */
export type PhoneNumberInput = Omit<PhoneNumber, "id" | "version">;

/** The members to change; what is absent stays. */
export type PhoneNumberPatch = {
  readonly [K in Exclude<keyof PhoneNumberInput, "number">]?: PhoneNumberInput[K] | undefined;
};

/** A number as a phone offers it. */
export type CallerId = Pick<PhoneNumber, "id" | "number" | "name">;

/** ITU-T E.164, section 6: at most 15 digits, the first of which is none of a prefix. */
const E164 = /^\+[1-9]\d{6,14}$/;

const shape = {
  number: z.string().check(z.regex(E164)),
  name: lineSchema(1, 100),
  uses: z.array(z.enum(["calls", "sms"])).check(z.maxLength(2)),
  departmentIds: z.nullable(z.array(idSchema).check(z.maxLength(100))),
};

/** Of a list what comes for the first time. */
function distinct<T>(list: T[]): T[] {
  return [...new Set(list)];
}

const inputShape = {
  ...shape,
  uses: z.array(z.enum(["calls", "sms"])).check(z.overwrite<NumberUse[]>(distinct), z.maxLength(2)),
  departmentIds: z.nullable(z.array(idSchema).check(z.overwrite<Id[]>(distinct), z.maxLength(100))),
};

export const phoneNumberInputSchema: z.ZodMiniType<PhoneNumberInput> = z.object(inputShape);
export const phoneNumberPatchSchema: z.ZodMiniType<PhoneNumberPatch> = z.partial(
  z.object({ name: inputShape.name, uses: inputShape.uses, departmentIds: inputShape.departmentIds }),
);
export const phoneNumberSchema: z.ZodMiniType<PhoneNumber> = z.object({
  ...shape,
  id: idSchema,
  version: versionSchema,
});
export const callerIdSchema: z.ZodMiniType<CallerId> = z.object({
  id: idSchema,
  number: z.string(),
  name: z.string(),
});

/** Whether people of a department may show a number. */
export function mayShow(
  { uses, departmentIds }: Pick<PhoneNumber, "uses" | "departmentIds">,
  use: NumberUse,
  departmentId: Id,
  departments: Parameters<typeof departmentSubtree>[0],
): boolean {
  if (!uses.includes(use)) return false;
  return departmentIds === null || departmentIds.some((id) => departmentSubtree(departments, id).has(departmentId));
}
