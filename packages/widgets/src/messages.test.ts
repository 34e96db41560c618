import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { suite, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Message, MessageSource } from "./kit/i18n/messages.ts";

const here = import.meta.dirname;
const languages = ["ru", "pl", "pt-BR"] as const;

const files = readdirSync(here, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && basename(entry.parentPath) === "messages")
  .map((entry) => join(entry.parentPath, entry.name));
const folders = [...new Set(files.map(dirname))].sort();

/** Whatever tables of texts a set of modules export, as one. */
async function tableOf(paths: readonly string[]): Promise<MessageSource> {
  const modules = await Promise.all(paths.map(async (path) => import(pathToFileURL(path).href) as Promise<object>));
  return Object.assign({}, ...modules.flatMap((module): unknown[] => Object.values(module))) as MessageSource;
}

const textsOf = (message: Message | undefined): readonly string[] =>
  typeof message === "string" ? [message] : typeof message === "object" ? Object.values(message) : [];
const placesIn = (text: string): string =>
  [...text.matchAll(/\{\w+\}/gu)]
    .map(([place]) => place)
    .sort()
    .join();
const wordsIn = (text: string): number => text.replace(/\{\w+\}/gu, "").match(/\p{L}{2,}/gu)?.length ?? 0;

assert.ok(folders.length >= 5, "the folders of messages are where they are looked for");
for (const folder of folders) {
  const english = await tableOf(files.filter((file) => dirname(file) === folder && /\ben\.ts$/u.test(file)));
  for (const language of languages) {
    const table = await tableOf([join(folder, `${language}.ts`)]);
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();

    suite(`${relative(here, folder)} in ${language}`, () => {
      test("has every text of the English, and no other", () => {
        assert.deepEqual(Object.keys(table).sort(), Object.keys(english).sort());
      });

      test("puts the same values into each text", () => {
        for (const [key, message] of Object.entries(english)) {
          const [wanted = ""] = textsOf(message);
          for (const text of textsOf(table[key])) assert.equal(placesIn(text), placesIn(wanted), key);
        }
      });

      test("says every counted text in each number that the language tells apart", () => {
        for (const [key, message] of Object.entries(english)) {
          const said = table[key];
          if (typeof message !== "object") continue;
          assert.deepEqual(typeof said === "object" && Object.keys(said).sort(), categories, key);
        }
      });

      test("leaves no sentence in English or empty", () => {
        for (const [key, message] of Object.entries(english)) {
          const [original = ""] = textsOf(message);
          for (const text of textsOf(table[key])) {
            if (wordsIn(original) > 2) assert.notEqual(text, original, key);
            if (original !== "") assert.notEqual(text.trim(), "", key);
          }
        }
      });

      test("keeps the typography: no straight quotes, dots in threes, shouts or stray spaces", () => {
        for (const [key, message] of Object.entries(table)) {
          for (const text of textsOf(message)) assert.doesNotMatch(text, /["!]|\.\.\.|^\s|\s$| {2}/u, key);
        }
      });
    });
  }
}
