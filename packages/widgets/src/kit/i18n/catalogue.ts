import { type ReadonlySignal, signal } from "@preact/signals";
import { pickLanguage } from "./language.ts";
import type { Messages, MessageSource } from "./messages.ts";

/** Loads one language; the module is its own chunk. */
export type MessageLoader<Source> = () => Promise<Messages<Source>>;

/** A table of messages in the language that was found for the one asked for. */
export interface MessageTable<Source> {
  /** The language the texts are in, such as `pt-BR` when `pt` was asked for. */
  readonly language: string;
  readonly messages: Messages<Source>;
}

/** English messages plus loaders of the other languages. */
export interface Catalogue<Source extends MessageSource> {
  readonly languages: readonly string[];
  /**
   * The table for a language, or `undefined` while it is being loaded (reading it subscribes).
   * A language without a table gets English. A chunk that cannot be loaded is reported and gives English as well.
   */
  table(language: string): MessageTable<Source> | undefined;
  /** Resolves as soon as `table(language)` has an answer. */
  ready(language: string): Promise<void>;
  /** Adds English texts that were left out of `en`, to be loaded later; who reads the table is told. */
  add(messages: Partial<Source>): void;
}

/** What `defineMessages` takes: English in full and a loader per further language. */
export interface CatalogueOptions<Source extends MessageSource> {
  readonly en: Source;
  readonly load: Readonly<Record<string, MessageLoader<Source>>>;
}

/**
 * Makes a catalogue. English is bundled and is the type; a key missing in another language is a compile error there.
 * @example
 * export const catalogue = defineMessages({ en, load: { ru: () => import("./ru.ts").then((m) => m.ru) } });
 */
export function defineMessages<const Source extends MessageSource>(
  options: CatalogueOptions<Source>,
): Catalogue<Source> {
  const english = signal<MessageTable<Source>>({
    language: "en",
    messages: options.en as unknown as Messages<Source>,
  });
  const languages = ["en", ...Object.keys(options.load)];
  const loaded = new Map<string, LoadedTable<Source>>();

  const load = (language: string): LoadedTable<Source> | undefined => {
    const loader = options.load[language];
    if (loader === undefined) return undefined;
    const known = loaded.get(language);
    if (known !== undefined) return known;
    const table = signal<MessageTable<Source> | undefined>(undefined);
    const fetchTable = async (): Promise<void> => {
      try {
        table.value = { language, messages: await loader() };
      } catch (error) {
        loaded.delete(language);
        table.value = english.peek();
        reportError(error);
      }
    };
    const entry = { table, done: fetchTable() };
    loaded.set(language, entry);
    return entry;
  };

  return {
    languages,
    table: (language) => {
      const picked = pickLanguage(language, languages);
      const entry = load(picked);
      return (entry?.table ?? english).value;
    },
    ready: async (language) => load(pickLanguage(language, languages))?.done,
    add: (messages) => {
      english.value = { language: "en", messages: { ...english.peek().messages, ...messages } };
    },
  };
}

interface LoadedTable<Source extends MessageSource> {
  readonly table: ReadonlySignal<MessageTable<Source> | undefined>;
  readonly done: Promise<void>;
}
