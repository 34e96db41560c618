import type { PersonName } from "./person.ts";

/** What the password of a person must not be built on: names, login and the e-mail's local part, whole and in parts. */
export function personalWords(name: PersonName, login: string, email: string): readonly string[] {
  const words = [name.last, name.first, name.patronymic ?? "", login, email.slice(0, email.lastIndexOf("@"))];
  return words.flatMap((word) => [word, ...word.split(/[\s._@-]+/)]).filter((word) => word !== "");
}
