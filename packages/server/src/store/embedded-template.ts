import { randomUUID } from "node:crypto";
import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

/** Where the build puts an empty database, seen from a module of `dist` and from one of its bundle; sources have none. */
const PLACES: readonly string[] = ["../embedded-template.tar.gz", "../../embedded-template.tar.gz"].map((place) =>
  fileURLToPath(new URL(place, import.meta.url)),
);

/**
 * Makes the folder of a new embedded database from the one that the build has made. Making it anew (initdb, schema) takes
 * longer and over a gigabyte of memory, of which the process keeps half for as long as it lives. The folder appears whole
 * or not at all.
 * @returns whether it did: not when there is a database already, or no template, and PGlite has to make one by itself
 */
export async function unpackTemplate(folder: string, places: readonly string[] = PLACES): Promise<boolean> {
  if (await exists(folder)) return false;
  const packed = await firstOf(places);
  if (!packed) return false;
  const part = `${folder}.${randomUUID()}`;
  try {
    await unpack(await promisify(gunzip)(packed), part);
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
  return true;
}

async function firstOf(places: readonly string[]): Promise<Buffer | undefined> {
  for (const place of places) {
    const content = await readFile(place).catch(() => undefined); // the next one, or none: PGlite can do without
    if (content) return content;
  }
  return undefined;
}

const BLOCK = 512;

/** Unpacks files and folders of a tar archive (POSIX.1-1988, ustar). */
async function unpack(tar: Buffer, folder: string): Promise<void> {
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const header = tar.subarray(at, at + BLOCK);
    const path = join(folder, field(header, 345, 155), field(header, 0, 100));
    const size = Number.parseInt(field(header, 124, 12), 8) || 0;
    const isFolder = field(header, 156, 1) === "5";
    await mkdir(isFolder ? path : dirname(path), { recursive: true, mode: 0o700 });
    if (!isFolder) await writeFile(path, tar.subarray(at + BLOCK, at + BLOCK + size), { mode: 0o600 });
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
  }
}

/** A text of a header, which a zero byte ends. */
function field(header: Buffer, start: number, length: number): string {
  const bytes = header.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? length : end).toString("utf8");
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
