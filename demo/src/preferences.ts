import { h } from "./dom.ts";
import { settings, type Theme } from "./settings.ts";
import { type Language, languageNames } from "./texts.ts";

/** A native choice that is found again by `choice-<id>` when its page is drawn anew. */
export function choice<Value extends string>(
  id: string,
  label: string,
  value: Value,
  options: readonly (readonly [Value, string])[],
  onChange: (value: Value) => void,
): HTMLSelectElement {
  const select = h(
    "select",
    { id: `choice-${id}`, "aria-label": label, onchange: () => onChange(select.value as Value) },
    options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)),
  );
  return select;
}

export function languageChoice(): HTMLSelectElement {
  return choice<Language>(
    "language",
    settings.texts.language,
    settings.language,
    languageNames,
    (language) => (settings.language = language),
  );
}

export function themeChoice(): HTMLSelectElement {
  const { texts } = settings;
  return choice<Theme>(
    "theme",
    texts.theme,
    settings.theme,
    [
      ["auto", texts.auto],
      ["light", texts.light],
      ["dark", texts.dark],
    ],
    (theme) => (settings.theme = theme),
  );
}
