import type { MailFolder, MailFolders } from "@crewdock/contract";
import { specialUse } from "imapflow/lib/special-use.js";

/** A folder as the server listed it, with its name decoded. */
export interface ListedFolder {
  readonly path: string;
  readonly delimiter: string | null;
  /** Lower case, with the backslash. */
  readonly flags: ReadonlySet<string>;
}

const uses: Readonly<Record<string, MailFolder["specialUse"]>> = {
  "\\sent": "sent",
  "\\drafts": "drafts",
  "\\trash": "trash",
  "\\junk": "junk",
  "\\spam": "junk", // XLIST
  "\\archive": "archive",
  "\\all": "all",
  "\\allmail": "all", // XLIST
  "\\flagged": "flagged",
  "\\starred": "flagged", // XLIST
  "\\inbox": "inbox",
};

/** Brings a listing into the contract's form, the inbox first, and picks the folder of sent mail. */
export function arrangeFolders(listed: readonly ListedFolder[], knownSentNames: readonly string[]): MailFolders {
  const usable = listed.filter(({ flags }) => !flags.has("\\noselect") && !flags.has("\\nonexistent"));
  const folders = usable
    .map((folder): MailFolder => ({ path: folder.path, name: displayName(folder.path), specialUse: useOf(folder) }))
    .sort((a, b) => Number(b.specialUse === "inbox") - Number(a.specialUse === "inbox"));
  return { folders, sent: pickSent(usable, listed, knownSentNames) };
}

/**
 * The server's own mark wins (RFC 6154, or XLIST before it). Without one, the provider's known name, then imapflow's table
 * of names in many languages; these count only where a mail program would put the folder (at the top, below the inbox,
 * or below a container that holds no mail), so 'Clients/Sent' of somebody's own filing is not taken.
 */
function pickSent(
  usable: readonly ListedFolder[],
  listed: readonly ListedFolder[],
  knownSentNames: readonly string[],
): MailFolders["sent"] {
  const marked = usable.filter(({ flags }) => flags.has("\\sent")).sort((a, b) => depth(a) - depth(b))[0];
  if (marked) return { path: marked.path, by: "special-use" };
  const containers = new Set(listed.filter(({ flags }) => flags.has("\\noselect")).map(({ path }) => path));
  const named = usable
    .filter((folder) => inSystemPlace(folder, containers))
    .map((folder) => ({ folder, rank: nameRank(folder, knownSentNames) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || depth(a.folder) - depth(b.folder))[0];
  return named ? { path: named.folder.path, by: "name" } : null;
}

function nameRank(folder: ListedFolder, knownSentNames: readonly string[]): number {
  const leaf = leafOf(folder);
  if (knownSentNames.includes(folder.path) || knownSentNames.includes(leaf)) return 3;
  const { flag, source } = specialUse(false, { flags: new Set(), name: leaf });
  if (flag !== "\\Sent") return 0;
  return source === "name" ? 2 : 1;
}

function inSystemPlace({ path, delimiter }: ListedFolder, containers: ReadonlySet<string>): boolean {
  const cut = delimiter ? path.lastIndexOf(delimiter) : -1;
  if (cut < 0) return true;
  const parent = path.slice(0, cut);
  return parent.toUpperCase() === "INBOX" || containers.has(parent);
}

function useOf({ path, flags }: ListedFolder): MailFolder["specialUse"] {
  if (path.toUpperCase() === "INBOX") return "inbox";
  for (const flag of flags) {
    const use = uses[flag];
    if (use) return use;
  }
  return null;
}

function depth({ path, delimiter }: ListedFolder): number {
  return delimiter ? path.split(delimiter).length : 1;
}

function leafOf({ path, delimiter }: ListedFolder): string {
  return (delimiter ? path.split(delimiter).at(-1) : undefined) ?? path;
}

/** Names come from a foreign server: without control and direction characters they cannot pose as something else. */
function displayName(path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}]/gu, "");
}
