import type { Id } from "../primitives.ts";

type Names = Readonly<Record<Id, string>>;

/** What the company calls its parts, by their ids. People, customers and deals have the languages of their countries. */
export interface SampleNames {
  readonly departments: Names;
  readonly positions: Names;
  readonly groups: Names;
  readonly numbers: Names;
  /** Why rights are to keep to a sentence. */
  readonly reasons: Names;
  readonly roles: Readonly<Record<Id, { readonly name: string; readonly description: string }>>;
}
