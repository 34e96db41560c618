import { fold } from "@crewdock/contract";

/**
 * Russian and Ukrainian letters in Latin as passports have them (ICAO Doc 9303, part 3, section 6), and the
 * one Latin letter that they have otherwise than a search.
 */
const latin: Readonly<Record<string, string>> = {
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  ґ: "g",
  д: "d",
  е: "e",
  ё: "e",
  є: "ie",
  ж: "zh",
  з: "z",
  и: "i",
  і: "i",
  ї: "i",
  й: "i",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "kh",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "shch",
  ъ: "",
  ы: "y",
  ь: "",
  э: "e",
  ю: "iu",
  я: "ia",
  ø: "oe",
};

/** Lower-case ASCII letters and digits for a name; letters of other scripts stay as they are. */
export function transliterate(text: string): string {
  return [...text.toLocaleLowerCase("en").normalize("NFC")]
    .map((letter) => latin[letter] ?? fold(letter))
    .join("")
    .replace(/[^\p{L}\p{N}]/gu, "");
}
