import * as z from "zod/mini";
import { type Problem, problemSchema } from "../errors/problem.ts";
import { type Id, idSchema } from "../primitives.ts";
import type { Policy } from "../session/session.ts";
import { uniqueKey } from "../unique-key.ts";
import { isStorable } from "../text-checks.ts";
import type { UserPatch } from "./user.ts";

/**
 * A department, position, user group or role: by its id, or by `path`, as people write it. The last part of a path is the
 * name; those before it, as many as it takes to tell namesakes apart, are the names of what it is in, from the outside in:
 * `["North"]`, or `["Sales", "North"]`. A path that names all from the top means that one, whatever else ends in it. A
 * position is in its department, a role in nothing. Letters' case and spaces around names do not matter.
 */
export type ImportReference = { readonly id: Id } | { readonly path: readonly string[] };

/**
 * One person as a file has them, in the members of a user; no text is trusted to be right, and spaces around it are passed
 * over. A member that is left out stays as it is; null or empty text empties one that may be empty, and says nothing of one
 * that may not: names, address, login and time zone stay as they are, and are missing for somebody new.
 */
export interface ImportRow {
  readonly name?:
    | {
        readonly last?: string | undefined;
        readonly first?: string | undefined;
        readonly patronymic?: string | null | undefined;
      }
    | undefined;
  readonly email?: string | undefined;
  /** Left out or empty where people log in by their address, it is the address. */
  readonly login?: string | undefined;
  /** Of new people only: nobody's password is changed by an import, or a second one would change it back. */
  readonly password?: string | null | undefined;
  readonly timeZone?: string | undefined;
  readonly serviceNumber?: string | null | undefined;
  readonly position?: ImportReference | null | undefined;
  /** Left out for somebody new, it is that of the position. */
  readonly department?: ImportReference | undefined;
  /** Exactly these afterwards. */
  readonly groups?: readonly ImportReference[] | undefined;
  /** The roles given directly: exactly these afterwards. Left out for somebody new, it is the position's default role. */
  readonly roles?: readonly ImportReference[] | undefined;
  /**
   * The SIP account, by its login, with `@` and its domain where several are called alike; letters' case matters in the login.
   * It is one that is there and that nobody has, or the person's own already. Null or without text: none, and the one they
   * had is free; where everybody needs one, it stays.
   */
  readonly extension?: string | null | undefined;
}

/**
 * The member by which a row finds the person that it speaks of; a row that leaves it out speaks of somebody new. Where people
 * log in by their address, the address stands for a login that is left out, see {@link importKey}.
 */
export type ImportKey = "login" | "email";

export interface UserImport {
  readonly matchBy: ImportKey;
  /** Tells what would come of the rows, and does none of it. */
  readonly dryRun: boolean;
  /** Whether new people are told by e-mail; otherwise `users.resendInvitation` tells them later. @default true */
  readonly invite?: boolean | undefined;
  readonly rows: readonly ImportRow[];
}

/** What became of one row, or in a dry run what would. */
export type ImportResult =
  /** Without an id in a dry run. */
  | { readonly outcome: "created"; readonly id: Id | null }
  /** `changed`: the members of the user that the row changed. */
  | { readonly outcome: "updated"; readonly id: Id; readonly changed: readonly (keyof UserPatch)[] }
  /** The person was so already: same version, no event, no audit record. */
  | { readonly outcome: "unchanged"; readonly id: Id }
  /**
   * Nothing came of this row; `problem` says why in the words of `users.create` and `users.update`. Its pointers lead into
   * the input, with the index of the row and members of {@link ImportRow}: `/rows/3/groups/0`.
   */
  | { readonly outcome: "refused"; readonly problem: Problem };

/** One result for each row, in their order. */
export interface ImportAnswer {
  readonly results: readonly ImportResult[];
}

/** By what a row finds its person, as {@link uniqueKey} has it; empty where it speaks of somebody new. */
export function importKey(row: ImportRow, matchBy: ImportKey, policy: Pick<Policy, "login">): string {
  const key = uniqueKey(row[matchBy] ?? "");
  return key === "" && policy.login === "email" ? uniqueKey(row.email ?? "") : key;
}

/**
 * Rows that name the same person as one before them, with the index of that one. A whole file is to be looked through
 * before it is sent in pages: the backend sees a page at a time, and refuses those that repeat one of the same page.
 */
export function repeatedRows(
  rows: readonly ImportRow[],
  matchBy: ImportKey,
  policy: Pick<Policy, "login">,
): ReadonlyMap<number, number> {
  const first = new Map<string, number>();
  const repeated = new Map<number, number>();
  for (const [index, row] of rows.entries()) {
    const key = importKey(row, matchBy, policy);
    const earlier = first.get(key);
    if (key === "") continue;
    if (earlier === undefined) first.set(key, index);
    else repeated.set(index, earlier);
  }
  return repeated;
}

/** Longer than anything that is right, so that what is wrong with a row is told of the row. */
const cellSchema: z.ZodMiniType<string> = z
  .string()
  .check(z.maxLength(1000), z.refine(isStorable, { params: { field: "invalid_text" } }));
const optionalCell = z.optional(cellSchema);
const emptyCell = z.optional(z.nullable(cellSchema));

const referenceSchema: z.ZodMiniType<ImportReference> = z.union([
  z.object({ id: cellSchema }),
  z.object({ path: z.array(cellSchema).check(z.minLength(1), z.maxLength(32)) }),
]);
const references = z.optional(z.array(referenceSchema).check(z.maxLength(100)));

export const importRowSchema: z.ZodMiniType<ImportRow> = z.object({
  name: z.optional(z.object({ last: optionalCell, first: optionalCell, patronymic: emptyCell })),
  email: optionalCell,
  login: optionalCell,
  password: emptyCell,
  timeZone: optionalCell,
  serviceNumber: emptyCell,
  position: z.optional(z.nullable(referenceSchema)),
  department: z.optional(referenceSchema),
  groups: references,
  roles: references,
  extension: emptyCell,
});

export const userImportSchema: z.ZodMiniType<UserImport> = z.object({
  matchBy: z.enum(["login", "email"]),
  dryRun: z.boolean(),
  invite: z.optional(z.boolean()),
  rows: z.array(importRowSchema).check(z.minLength(1), z.maxLength(1000)),
});

export const importAnswerSchema: z.ZodMiniType<ImportAnswer> = z.object({
  results: z.array(
    z.discriminatedUnion("outcome", [
      z.object({ outcome: z.literal("created"), id: z.nullable(idSchema) }),
      z.object({
        outcome: z.literal("updated"),
        id: idSchema,
        changed: z.array(z.string()) as unknown as z.ZodMiniType<readonly (keyof UserPatch)[]>,
      }),
      z.object({ outcome: z.literal("unchanged"), id: idSchema }),
      z.object({ outcome: z.literal("refused"), problem: problemSchema }),
    ]),
  ),
});
