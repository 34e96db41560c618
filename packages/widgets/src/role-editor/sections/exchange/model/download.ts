import { type Role, roleFileOf, writeRoleFile } from "@crewdock/contract";

/** Hands the roles to the person as a file that is named after the day. */
export function downloadRoles(roles: readonly Role[], now: Date): void {
  const url = URL.createObjectURL(new Blob([writeRoleFile(roleFileOf(roles, now))], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `roles-${now.toISOString().slice(0, 10)}.json`;
  link.click();
  // The browser has taken hold of what it names by the time of the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}
