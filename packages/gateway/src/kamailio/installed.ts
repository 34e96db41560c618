import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The Kamailio program, or undefined. Debian puts it where a normal user's PATH does not look. */
export function findKamailio(): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => join(folder, "kamailio")).find(isExecutable);
}

/** Whether Kamailio is on this machine. */
export function isKamailioInstalled(): boolean {
  return findKamailio() !== undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
