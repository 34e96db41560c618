import { createFormat, type Format } from "./format.ts";
import { directionOf, sameLanguage, usableLanguage } from "./language.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Message, MessageOverrides, MessageSource, Translate } from "./messages.ts";

/** Texts and formatters in the language in force. Reading any member inside a view or an effect subscribes to the language. */
export interface I18n<Source extends MessageSource> {
  readonly catalogue: Catalogue<Source>;
  /** Language asked for, such as `ru` or `en-GB`. */
  readonly language: string;
  /** Follows the language asked for, as the page around the widget does, even where the texts are English. */
  readonly dir: "ltr" | "rtl";
  /** False while the texts of the language are on their way; `t` gives empty texts until then. */
  readonly ready: boolean;
  readonly t: Translate<Source>;
  readonly format: Format;
}

const formats = new Map<string, Format>();

function formatFor(language: string): Format {
  const known = formats.get(language);
  if (known !== undefined) return known;
  const made = createFormat(language);
  formats.set(language, made);
  return made;
}

function fill(text: string, params: Readonly<Record<string, unknown>>, format: Format): string {
  return text.replace(/\{(\w+)\}/gu, (whole, name: string) => {
    const value = params[name];
    if (typeof value === "number") return format.number(value);
    return typeof value === "string" ? value : whole;
  });
}

/**
 * Texts of a catalogue in a language.
 * @param overrides texts of the host page, the later ones win
 */
export function translate<Source extends MessageSource>(
  catalogue: Catalogue<Source>,
  wanted: string,
  overrides: readonly (MessageOverrides | undefined)[] = [],
): I18n<Source> {
  const language = usableLanguage(wanted);
  const table = catalogue.table(language);
  const spoken = table === undefined || sameLanguage(table.language, language) ? language : table.language;
  const format = formatFor(spoken);
  const replaced: MessageOverrides = Object.assign({}, ...overrides) as MessageOverrides;

  const lookUp = (key: string): Message | undefined => {
    if (table === undefined) return undefined;
    return Object.hasOwn(replaced, key) ? replaced[key] : (table.messages as MessageSource)[key];
  };
  const t = (key: string, params: Readonly<Record<string, unknown>> = {}): string => {
    const message = lookUp(key);
    if (message === undefined) return "";
    if (typeof message === "function") return message(params as never);
    if (typeof message === "string") return fill(message, params, format);
    const count = typeof params["count"] === "number" ? params["count"] : 0;
    return fill(message[format.plural(count)] ?? message.other, params, format);
  };
  return {
    catalogue,
    language,
    dir: directionOf(language),
    ready: table !== undefined,
    t: t as Translate<Source>,
    format,
  };
}
