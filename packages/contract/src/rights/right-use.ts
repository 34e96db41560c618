import * as z from "zod/mini";
import { type Id, idSchema, type IsoTime, isoTimeSchema } from "../primitives.ts";
import type { FieldError } from "../errors/crew-error.ts";
import { type ActionKey, type Catalogue, catalogueActions } from "./catalogue.ts";

/**
 * What is known of the use of one right that a role grants. An action counts as *used* when an operation that takes it was
 * carried out; looking at what is one's own, which takes no right, is no use of one.
 */
export interface RightUse {
  readonly roleId: Id;
  readonly action: ActionKey;
  /** From when it is known that nobody used it: uses of the action have been recorded, and the role has granted it, since then. */
  readonly since: IsoTime;
  /**
   * How many of those who have the role now, deactivated people aside, have used the action since uses of it are recorded: by
   * this role or another one, for nobody can tell which of two rights was needed.
   */
  readonly users: number;
  /** When one of them did last, rounded down to the day if the backend keeps no more; null when none of them has. */
  readonly lastUsedAt: IsoTime | null;
}

/** That somebody used an action in the host's own pages. */
export interface ReportedUse {
  readonly userId: Id;
  readonly action: ActionKey;
  readonly at: IsoTime;
}

/** What the host tells of the use of actions that its own pages carry out, such as `deal.export`. */
export interface UseReport {
  /**
   * Every action whose uses the host reports without exception, whether or not anybody has used it yet: nothing is said of
   * others, or what the host never reports would look like what nobody uses. Takes the place of what was said before;
   * absent, that stays. An action that is new here is recorded from now on.
   */
  readonly observes?: readonly ActionKey[] | undefined;
  /** In any order, also repeated. Those of people who are gone are passed over; what is said to be yet to come is of now. */
  readonly uses: readonly ReportedUse[];
}

export const rightUseSchema: z.ZodMiniType<RightUse> = z.object({
  roleId: idSchema,
  action: z.string(),
  since: isoTimeSchema,
  users: z.number(),
  lastUsedAt: z.nullable(isoTimeSchema),
});

const actionSchema = z.string().check(z.maxLength(64), z.regex(/^[\w.-]+$/));

/** At most 500 actions and 1,000 uses. */
export const useReportSchema: z.ZodMiniType<UseReport> = z.object({
  observes: z.optional(z.array(actionSchema).check(z.maxLength(500))),
  uses: z.array(z.object({ userId: idSchema, action: actionSchema, at: isoTimeSchema })).check(z.maxLength(1000)),
});

/** What is wrong with a report: an action that the catalogue lacks is `not_found`, at `/observes/0` or `/uses/0/action`. */
export function useReportErrors({ observes = [], uses }: UseReport, catalogue: Catalogue): readonly FieldError[] {
  const known = new Set(catalogueActions(catalogue).map(({ key }) => key));
  const named = [
    ...observes.map((action, place) => [action, `/observes/${String(place)}`] as const),
    ...uses.map(({ action }, place) => [action, `/uses/${String(place)}/action`] as const),
  ];
  return named.flatMap(([action, pointer]): FieldError[] =>
    known.has(action) ? [] : [{ pointer, code: "not_found" }],
  );
}
