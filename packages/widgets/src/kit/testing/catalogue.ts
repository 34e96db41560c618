import type { MessageSource } from "../i18n/messages.ts";

const textsOf = (message: unknown): readonly string[] =>
  typeof message === "string"
    ? [message]
    : typeof message === "object" && message !== null
      ? Object.values(message)
      : [];

const paramsOf = (message: unknown): string =>
  [...new Set(textsOf(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/gu)].map((match) => match[1] ?? "")))]
    .sort()
    .join(" ");

/** Fails where a translation is empty or has other parameters than the English text. */
export function expectCatalogue(english: MessageSource, translated: MessageSource): void {
  const wrong = Object.entries(english).filter(([key, message]) => {
    if (typeof message === "function") return false;
    return (
      paramsOf(message) !== paramsOf(translated[key]) || textsOf(translated[key]).some((text) => text.trim() === "")
    );
  });
  if (wrong.length > 0) throw new Error(`Empty or with other parameters: ${wrong.map(([key]) => key).join(", ")}`);
}
