import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline, type Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createGunzip } from "node:zlib";

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
  const template = await firstOf(places);
  if (template === undefined) return false;
  const part = `${folder}.${randomUUID()}`;
  try {
    await unpack(template, part);
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
  return true;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * Removes what stands beside the folder of a database half unpacked, from starts that were killed. Only whoever holds the
 * lock may do so: another one could be at it.
 */
export async function removeHalfUnpacked(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.`;
  for (const entry of await readdir(dirname(folder), { withFileTypes: true }))
    if (entry.isDirectory() && entry.name.startsWith(prefix) && UUID.test(entry.name.slice(prefix.length)))
      await rm(join(dirname(folder), entry.name), { recursive: true, force: true });
}

async function firstOf(places: readonly string[]): Promise<string | undefined> {
  for (const place of places) if (await exists(place)) return place;
  return undefined;
}

const BLOCK = 512;
/** So much of a file is in memory at once: what the unpacking takes, the process would keep. */
const SLICE = 256 * 1024;

/** Unpacks files and folders of a compressed tar archive (POSIX.1-1988, ustar). */
async function unpack(archive: string, folder: string): Promise<void> {
  const stream = createGunzip();
  pipeline(createReadStream(archive), stream, () => {}); // what goes wrong comes out of the stream
  const tar = new Bytes(stream);
  try {
    while (!(await tar.isAtEnd())) {
      const header = await tar.take(BLOCK);
      if (header[0] === 0) break; // the end is filled up with zeros
      const path = join(folder, field(header, 345, 155), field(header, 0, 100));
      const isFolder = field(header, 156, 1) === "5";
      await mkdir(isFolder ? path : dirname(path), { recursive: true, mode: 0o700 });
      if (!isFolder) await unpackFile(tar, path, Number.parseInt(field(header, 124, 12), 8) || 0);
    }
  } finally {
    stream.destroy();
  }
}

async function unpackFile(tar: Bytes, path: string, size: number): Promise<void> {
  await using file = await open(path, "wx", 0o600);
  for (let left = size; left > 0; left -= SLICE) await file.writeFile(await tar.take(Math.min(left, SLICE)));
  await tar.take((BLOCK - (size % BLOCK)) % BLOCK);
}

/** The bytes of a stream, a number of them at a time. */
class Bytes {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#has(1));
  }

  async take(size: number): Promise<Buffer> {
    if (!(await this.#has(size))) throw new RangeError("the template is cut off");
    const taken = this.#rest.subarray(0, size);
    this.#rest = this.#rest.subarray(size);
    return taken;
  }

  async #has(size: number): Promise<boolean> {
    while (this.#rest.length < size) {
      const { value, done } = await this.#chunks.next();
      if (done === true) return false;
      this.#rest = Buffer.concat([this.#rest, value]);
    }
    return true;
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
