import { type Language, languageFor, languages, type Texts } from "./texts.ts";

export type Theme = "auto" | "light" | "dark";

const THEME = "lantern.theme";
const LANGUAGE = "lantern.language";
const changes = new EventTarget();

function store(key: string, value: string): void {
  localStorage.setItem(key, value);
  changes.dispatchEvent(new StorageEvent("storage", { key }));
}

/** Language and theme of this browser; the host decides them and the widgets follow. */
export const settings = {
  get language(): Language {
    const stored = localStorage.getItem(LANGUAGE);
    if (stored !== null && stored in languages) return stored as Language;
    return languageFor(navigator.language);
  },
  set language(value: Language) {
    store(LANGUAGE, value);
  },
  get theme(): Theme {
    const stored = localStorage.getItem(THEME);
    return stored === "light" || stored === "dark" ? stored : "auto";
  },
  set theme(value: Theme) {
    store(THEME, value);
  },
  get texts(): Texts {
    return languages[this.language];
  },
};

/** Tells of every change, also of one made in another tab. */
export function onSettings(listener: (changed: "language" | "theme") => void): void {
  const tell = (event: Event): void => {
    const { key } = event as StorageEvent;
    if (key === LANGUAGE) listener("language");
    if (key === THEME) listener("theme");
  };
  changes.addEventListener("storage", tell);
  window.addEventListener("storage", tell);
}

/** Writes language and theme onto the page, where the widgets look for them. */
export function applySettings(): void {
  document.documentElement.lang = settings.language;
  if (settings.theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = settings.theme;
}
