import { createContext } from "preact";
import { useContext, useRef } from "preact/hooks";
import type { ReadonlySignal } from "@preact/signals";
import type { Adapter } from "@crewdock/contract";
import type { Catalogue } from "./i18n/catalogue.ts";
import type { MessageSource } from "./i18n/messages.ts";
import { type I18n, translate } from "./i18n/translate.ts";
import type { KitSource } from "./messages/index.ts";
import type { ToastOptions } from "./feedback/toast.model.ts";
import { adopt, type CssSheet } from "./styles/css.ts";

/** What an element gives to its model and its views. */
export interface Env<Source extends MessageSource = MessageSource> {
  /** The element's own adapter, or that of the nearest `<crew-provider>`; null until there is one. */
  readonly adapter: ReadonlySignal<Adapter | null>;
  /** Texts of the widget's catalogue. Read it anew where it is used, do not keep `t` across a change of language. */
  readonly i18n: I18n<Source>;
  /** The kit's own texts: Save, Cancel, Retry, error titles … */
  readonly kit: I18n<KitSource>;
  /** Language tag in force, for models that send it to the adapter. */
  readonly language: ReadonlySignal<string>;
  readonly density: ReadonlySignal<"comfortable" | "compact">;
  /** Says something to screen readers without showing it. `assertive` interrupts: only for what cannot wait. */
  announce(text: string, politeness?: "polite" | "assertive"): void;
  /** Shows a short notice at the corner and returns the way to take it back. */
  toast(options: ToastOptions): () => void;
  /** Dispatches an event from the element. Returns false when a listener prevented it. */
  emit(event: Event): boolean;
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
}

/** Told to the shadow root when a modal dialog opens or goes, for what has to stand above all others. */
export const modalChanged = "crew-modal-changed";

/** Carries the env to the kit's components; set by the base element. */
export const EnvContext: ReturnType<typeof createContext<Env | null>> = /* @__PURE__ */ createContext<Env | null>(null);

/** The env of the element that a view stands in. */
export function useEnv(): Env {
  const env = useContext(EnvContext);
  if (env === null) throw new Error("A kit component was rendered outside a CrewElement");
  return env;
}

/** Texts of a catalogue and formatters in the language in force, typed by the catalogue. */
export function useI18n<Source extends MessageSource>(catalogue: Catalogue<Source>): I18n<Source> {
  const env = useEnv();
  const last = useRef<I18n<Source> | undefined>(undefined);
  const own: I18n<MessageSource> = env.i18n;
  if ((own.catalogue as unknown) === catalogue) return own as unknown as I18n<Source>;
  const texts = translate(catalogue, own.language);
  if (texts.ready || last.current?.catalogue !== catalogue) last.current = texts;
  return last.current;
}

/** The kit's own texts. */
export function useKit(): I18n<KitSource> {
  return useEnv().kit;
}

/** Adopts a component's sheet into the shadow root it is rendered in. */
export function useStyles(...sheets: readonly CssSheet[]): void {
  adopt(useEnv().root, sheets);
}
