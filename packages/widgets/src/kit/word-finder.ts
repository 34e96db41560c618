import { fold } from "@crewdock/contract";

/** Makes the test whether a text has every word of what is searched for, accents and case aside. */
export function wordFinder(query: string): (text: string) => boolean {
  const words = fold(query).split(/\s+/u).filter(Boolean);
  return (text) => {
    const folded = fold(text);
    return words.every((word) => folded.includes(word));
  };
}
