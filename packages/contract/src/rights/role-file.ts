import type { Id, IsoTime, Version } from "../primitives.ts";
import type { Role, RoleInput } from "../roles/role.ts";
import { isSingleLine, isStorable, keepsDirection } from "../text-checks.ts";
import { uniqueKey } from "../unique-key.ts";
import type { ActionKey } from "./catalogue.ts";
import type { Grants } from "./facts.ts";
import { type Scope, scopes } from "./scope.ts";

/** What the file says it is, and which edition of the format it keeps to. */
export const ROLE_FILE_FORMAT = "crewdock-roles";
export const ROLE_FILE_VERSION = 1;

/** Longer texts are not read: a thousand roles of a hundred actions are a third of it. */
export const ROLE_FILE_LIMIT: number = 4 * 1024 * 1024;

/** A role as it was when the file was made; what the file says besides is what somebody has edited since. */
export interface RoleFileBase extends RoleInput {
  readonly version: Version;
}

export interface RoleFileEntry extends RoleInput {
  /** Null for a role that was written by hand, or by another program. */
  readonly id: Id | null;
  readonly base: RoleFileBase | null;
}

/** Roles with what they allow, without people: `crewdock-roles` 1. */
export interface RoleFile {
  readonly exportedAt: IsoTime | null;
  readonly roles: readonly RoleFileEntry[];
}

/** What a text is that is no file of roles. */
export type RoleFileFault = "not_json" | "not_role_file" | "newer_version" | "too_large";

/** What can be wrong with a single value of it. */
export type RoleFileValueFault =
  | "missing"
  | "wrong_kind"
  | "too_long"
  | "wrong_text"
  | "wrong_action"
  | "wrong_scope"
  | "unknown_member"
  | "repeated";

export interface RoleFileProblem {
  readonly code: RoleFileFault | RoleFileValueFault;
  /** JSON Pointer (RFC 6901) to the value; empty where it is about the whole file. */
  readonly pointer: string;
  /** The name of the role it stands in, as far as it can be read. */
  readonly role: string | null;
}

/** @see readRoleFile */
export type RoleFileReading =
  | { readonly file: RoleFile; readonly problems: readonly [] }
  | { readonly file: null; readonly problems: readonly RoleFileProblem[] };

/** Roles as a file: everything that is needed to tell later on what has been changed, here and there. */
export function roleFileOf(roles: readonly Role[], at: Date): RoleFile {
  return {
    exportedAt: at.toISOString(),
    roles: roles.map(({ id, version, name, description, grants }) => {
      const content = { name, description, grants: sorted(grants) };
      return { id, ...content, base: { version, ...content } };
    }),
  };
}

/** The text of a file, the same for the same roles: it can be kept under version control. Ends with a line break. */
export function writeRoleFile({ exportedAt, roles }: RoleFile): string {
  const document = { format: ROLE_FILE_FORMAT, version: ROLE_FILE_VERSION, exportedAt, roles };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Actions in the order of their letters, without those that are `none`. */
function sorted(grants: Grants): Grants {
  const granted = Object.entries(grants).filter(([, scope]) => scope !== "none");
  return Object.fromEntries(granted.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Reads a file of roles and tells everything that is wrong with it at once. Nothing that it says is passed over. */
export function readRoleFile(text: string): RoleFileReading {
  const none = (code: RoleFileFault): RoleFileReading => ({
    file: null,
    problems: [{ code, pointer: "", role: null }],
  });
  if (text.length > ROLE_FILE_LIMIT) return none("too_large");
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, "")); // editors put a byte order mark before it
  } catch {
    return none("not_json");
  }
  if (!isRecord(document) || document["format"] !== ROLE_FILE_FORMAT) return none("not_role_file");
  const version = Number.isInteger(document["version"]) ? Number(document["version"]) : 0;
  if (version < ROLE_FILE_VERSION) return none("not_role_file");
  if (version > ROLE_FILE_VERSION) return none("newer_version");
  const reader = new Reader();
  const file = reader.file(document);
  return reader.problems.length === 0 ? { file, problems: [] } : { file: null, problems: reader.problems };
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const within = (pointer: string, member: string | number): string =>
  `${pointer}/${String(member).replaceAll("~", "~0").replaceAll("/", "~1")}`;

const ID = /^[\w.:-]{1,64}$/;
const ACTION = /^[\w.-]{1,64}$/;
const emptyRole: RoleInput = { name: "", description: null, grants: {} };

/** Goes through a document and notes what is wrong. What it gives back counts only if nothing is. */
class Reader {
  readonly problems: RoleFileProblem[] = [];
  #role: string | null = null;

  file(document: Json): RoleFile {
    this.#only(document, "", ["format", "version", "exportedAt", "roles"]);
    const { exportedAt = null, roles } = document as { exportedAt?: unknown; roles?: unknown };
    const isTime = exportedAt === null || (typeof exportedAt === "string" && !Number.isNaN(Date.parse(exportedAt)));
    if (!isTime) this.#note("wrong_kind", "/exportedAt");
    const list = Array.isArray(roles) ? (roles as readonly unknown[]) : [];
    if (!Array.isArray(roles)) this.#note(roles === undefined ? "missing" : "wrong_kind", "/roles");
    const entries = list.map((role, place) => this.#entry(role, within("/roles", place)));
    for (const member of ["id", "name"] as const) this.#repeated(entries, member);
    return { exportedAt: exportedAt as IsoTime | null, roles: entries };
  }

  #entry(value: unknown, pointer: string): RoleFileEntry {
    this.#role = isRecord(value) && typeof value["name"] === "string" ? value["name"] : null;
    const content = this.#content(value, pointer, ["id", "base"]);
    const { id = null, base = null } = isRecord(value) ? value : {};
    if (id !== null && !(typeof id === "string" && ID.test(id))) this.#note("wrong_kind", within(pointer, "id"));
    const entry = {
      id: id as Id | null,
      ...content,
      base: base === null ? null : this.#base(base, within(pointer, "base")),
    };
    this.#role = null;
    return entry;
  }

  #base(value: unknown, pointer: string): RoleFileBase {
    const content = this.#content(value, pointer, ["version"]);
    const version = isRecord(value) ? value["version"] : undefined;
    const isVersion = typeof version === "string" && version.length > 0 && version.length <= 64;
    if (!isVersion && isRecord(value))
      this.#note(version === undefined ? "missing" : "wrong_kind", within(pointer, "version"));
    return { version: isVersion ? version : "", ...content };
  }

  #content(value: unknown, pointer: string, besides: readonly string[]): RoleInput {
    if (!isRecord(value)) {
      this.#note("wrong_kind", pointer);
      return emptyRole;
    }
    this.#only(value, pointer, ["name", "description", "grants", ...besides]);
    const { name, description = null, grants } = value as { name?: unknown; description?: unknown; grants?: unknown };
    return {
      name: this.#text(name, within(pointer, "name"), 80, isSingleLine),
      description:
        description === null ? null : this.#text(description, within(pointer, "description"), 500, () => true),
      grants: this.#grants(grants, within(pointer, "grants")),
    };
  }

  #text(value: unknown, pointer: string, longest: number, fits: (text: string) => boolean): string {
    if (value === undefined || (longest === 80 && typeof value === "string" && value.trim() === ""))
      this.#note("missing", pointer);
    else if (typeof value !== "string") this.#note("wrong_kind", pointer);
    else if (value.length > longest) this.#note("too_long", pointer);
    else if (!isStorable(value) || !keepsDirection(value) || !fits(value)) this.#note("wrong_text", pointer);
    return typeof value === "string" ? value.trim() : "";
  }

  #grants(value: unknown, pointer: string): Grants {
    if (!isRecord(value)) {
      this.#note(value === undefined ? "missing" : "wrong_kind", pointer);
      return {};
    }
    const entries = Object.entries(value);
    for (const [action, scope] of entries) {
      if (!ACTION.test(action)) this.#note("wrong_action", within(pointer, action));
      else if (!scopes.includes(scope as Scope)) this.#note("wrong_scope", within(pointer, action));
    }
    return sorted(Object.fromEntries(entries as [ActionKey, Scope][]));
  }

  #only(value: Json, pointer: string, members: readonly string[]): void {
    for (const member of Object.keys(value))
      if (!members.includes(member)) this.#note("unknown_member", within(pointer, member));
  }

  #repeated(entries: readonly RoleFileEntry[], member: "id" | "name"): void {
    const seen = new Set<string>();
    for (const [place, entry] of entries.entries()) {
      const value = member === "name" ? uniqueKey(entry.name) : entry.id;
      if (value === null || value === "") continue;
      if (seen.has(value)) {
        this.#role = entry.name;
        this.#note("repeated", within(within("/roles", place), member));
      }
      seen.add(value);
    }
  }

  #note(code: RoleFileValueFault, pointer: string): void {
    this.problems.push({ code, pointer, role: this.#role });
  }
}
