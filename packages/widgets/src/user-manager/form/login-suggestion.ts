import type { Policy } from "@crewdock/contract";
import { transliterate } from "./transliterate.ts";

/**
 * The login that suits a person: by name `i.petrova`, by e-mail the address itself. Empty while there is too little
 * to go by; without a name the part before the @ serves.
 */
export function suggestLogin(
  person: { readonly last: string; readonly first: string; readonly email: string },
  kind: Policy["login"],
): string {
  const email = person.email.trim();
  if (kind === "email") return email.slice(0, 64);
  const last = transliterate(person.last);
  const first = transliterate(person.first);
  if (last !== "" && first !== "") return `${[...first][0] ?? ""}.${last}`.slice(0, 64);
  return (email.split("@")[0] ?? "")
    .replace(/[^\p{L}\p{N}._-]/gu, "")
    .replace(/^[._-]+/u, "")
    .slice(0, 64);
}
