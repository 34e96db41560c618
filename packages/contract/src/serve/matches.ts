import { fold } from "../fold.ts";

/** Whether any of the texts contains what is searched for; nothing searched for is found everywhere. */
export function matches(q: string | undefined, texts: readonly (string | null | undefined)[]): boolean {
  const wanted = fold(q ?? "").trim();
  return wanted === "" || texts.some((text) => text && fold(text).includes(wanted));
}
