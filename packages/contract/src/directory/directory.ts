import * as z from "zod/mini";
import type { CallContext } from "../context.ts";
import { type ListQuery, type Page } from "../list.ts";
import { type Id, idSchema } from "../primitives.ts";

/** Somebody in the CRM who can call or be called. */
export interface Contact {
  readonly id: Id;
  readonly name: string;
  readonly company: string | null;
  readonly phones: readonly string[];
  readonly email: string | null;
  readonly ownerId: Id | null;
}

/** Somebody of the own company, as the internal phone book shows them. */
export interface Colleague {
  /** Id of the user. */
  readonly id: Id;
  readonly name: string;
  readonly position: string | null;
  readonly department: string | null;
  /** Extension to dial: the login of the SIP account; null without one. */
  readonly extension: string | null;
}

/** Who is behind a number. */
export interface Caller {
  readonly kind: "contact" | "user";
  readonly id: Id;
  readonly name: string;
  readonly company: string | null;
  /** Where the host shows the record; relative to the host page. */
  readonly url: string | null;
}

export const contactSchema: z.ZodMiniType<Contact> = z.object({
  id: idSchema,
  name: z.string(),
  company: z.nullable(z.string()),
  phones: z.array(z.string()),
  email: z.nullable(z.string()),
  ownerId: z.nullable(idSchema),
});

export const colleagueSchema: z.ZodMiniType<Colleague> = z.object({
  id: idSchema,
  name: z.string(),
  position: z.nullable(z.string()),
  department: z.nullable(z.string()),
  extension: z.nullable(z.string()),
});

export const callerSchema: z.ZodMiniType<Caller> = z.object({
  kind: z.enum(["contact", "user"]),
  id: idSchema,
  name: z.string(),
  company: z.nullable(z.string()),
  url: z.nullable(z.string()),
});

/** The CRM's people, as far as the phone needs them. */
export interface DirectoryPort {
  /** Who is behind a number or an extension; null when nobody is known. Extensions of users are always found. */
  lookup(input: { readonly number: string }, context: CallContext): Promise<{ readonly caller: Caller | null }>;
  /** Contacts as far as the actor's scope of `contact.view`, by name; `q` searches name, company and number. */
  contacts(input: ListQuery<"name">, context: CallContext): Promise<Page<Contact>>;
  /** The internal phone book: active users by name, for every actor; `q` searches name and extension. */
  colleagues(input: ListQuery<"name">, context: CallContext): Promise<Page<Colleague>>;
}
