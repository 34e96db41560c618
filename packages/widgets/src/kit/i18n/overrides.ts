import { type Signal, signal } from "@preact/signals";
import { pickLanguage, sameLanguage } from "./language.ts";
import type { MessageOverrides } from "./messages.ts";

let registered: Signal<ReadonlyMap<string, MessageOverrides>> | undefined;

const registry = (): Signal<ReadonlyMap<string, MessageOverrides>> => (registered ??= signal(new Map()));

/**
 * Puts the host's texts in place of a widget's own, for every instance of a tag and one language.
 * A later call for the same tag and language adds to the earlier one.
 * @example
 * registerMessages("crew-user-manager", "en", { createUser: "Hire" });
 */
export function registerMessages(tag: string, language: string, messages: MessageOverrides): void {
  const key = `${tag.toLowerCase()} ${language}`;
  const entries = new Map(registry().peek());
  entries.set(key, { ...entries.get(key), ...messages });
  registry().value = entries;
}

/** The registered texts for a tag in the language in force; reading subscribes. */
export function registeredMessages(tag: string, language: string): MessageOverrides | undefined {
  const entries = registry().value;
  const prefix = `${tag.toLowerCase()} `;
  const languages = [...entries.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  const picked = pickLanguage(language, languages);
  return sameLanguage(picked, language) ? entries.get(`${prefix}${picked}`) : undefined;
}
