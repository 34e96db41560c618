/** A style sheet that is made when it is first adopted, so that importing costs nothing and Node can do it. */
export interface CssSheet {
  readonly text: string;
  /** The constructed sheet, one per process. Needs a browser. */
  readonly sheet: CSSStyleSheet;
}

/**
 * Style sheet of a widget or of a part of it. Its rules stand outside layers and win over the kit's.
 * Values must be numbers or texts written here, never anything a person or a server gave.
 */
export function css(strings: TemplateStringsArray, ...values: readonly (string | number)[]): CssSheet {
  return lazyCss(() => String.raw(strings, ...values));
}

/** Style sheet of a kit component: in the layer `kit`, so that a widget's own rules win without tricks. */
export function kitCss(strings: TemplateStringsArray, ...values: readonly (string | number)[]): CssSheet {
  return lazyCss(() => `@layer kit{${String.raw(strings, ...values)}}`);
}

/** Style sheet whose text is computed when it is first adopted. */
export function lazyCss(text: () => string): CssSheet {
  let sheet: CSSStyleSheet | undefined;
  return {
    get text() {
      return text();
    },
    get sheet() {
      if (sheet === undefined) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(text());
      }
      return sheet;
    },
  };
}

/** Adopts sheets that a root does not have yet, in the order given. */
export function adopt(root: ShadowRoot, sheets: readonly CssSheet[]): void {
  const missing = sheets.map((each) => each.sheet).filter((sheet) => !root.adoptedStyleSheets.includes(sheet));
  if (missing.length > 0) root.adoptedStyleSheets.push(...missing);
}
