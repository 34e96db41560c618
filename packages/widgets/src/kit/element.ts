import { type ComponentChild, h, render } from "preact";
import { batch, computed, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";
import type { Adapter } from "@crewdock/contract";
import { SafeHTMLElement } from "./html-element.ts";
import { ElementRoot } from "./element-root.tsx";
import type { Env } from "./env.ts";
import { type Announcement, createAnnouncer } from "./feedback/announcer.tsx";
import { createToasts } from "./feedback/toast.model.ts";
import type { Catalogue } from "./i18n/catalogue.ts";
import { languageAround, watchLanguage } from "./i18n/language.ts";
import type { MessageOverrides, MessageSource } from "./i18n/messages.ts";
import { registeredMessages } from "./i18n/overrides.ts";
import { translate } from "./i18n/translate.ts";
import { kitCatalogue } from "./messages/index.ts";
import { type Density, followProvider, type Provided, type Theme } from "./provider-link.ts";
import { adopt, type CssSheet } from "./styles/css.ts";
import { foundation, tokens } from "./styles/foundation.ts";

/**
 * Base of every widget: shadow root, styles, adapter, language, theme, life of the model.
 *
 * A subclass says which model it runs and how it looks:
 * `catalogue` (messages), `createModel(env)`, `view(model, env)` and, where it has own styles, `static styles`.
 *
 * The model is made when the element is connected and disposed after it is removed. Moving the element within one
 * task keeps the model, unless the class sets `static teardown = "immediate"`.
 *
 * @attr language - language tag; default is the nearest `lang` around the element
 * @attr theme - "light", "dark" or "auto" (default)
 * @attr density - "comfortable" (default) or "compact"
 * @csspart root - the outermost box inside the shadow root
 */
export abstract class CrewElement<
  Model extends Disposable,
  Source extends MessageSource = MessageSource,
> extends SafeHTMLElement {
  /** Sheets of the widget; they win over the kit's. */
  static readonly styles: readonly CssSheet[] = [];

  /** When removal from the page ends the model: once the task is over (a move keeps it), or at once. */
  static readonly teardown: "deferred" | "immediate" = "deferred";

  static get observedAttributes(): readonly string[] {
    return ["language", "theme", "density"];
  }

  /** Messages of the widget. */
  protected abstract readonly catalogue: Catalogue<Source>;

  /** Makes the model. Called at connection; effects made inside `createModel` of signals are disposed with it. */
  protected abstract createModel(env: Env<Source>): Model;

  /** Draws the model. Signals read here redraw it. No logic. */
  protected abstract view(model: Model, env: Env<Source>): ComponentChild;

  /** What stands there while the language is loading. Undefined gives a few grey rows. */
  protected skeleton(): ComponentChild {
    return undefined;
  }

  readonly #own = {
    adapter: signal<Adapter | null>(null),
    language: signal<string | undefined>(undefined),
    theme: signal<Theme | undefined>(undefined),
    density: signal<Density | undefined>(undefined),
    messages: signal<MessageOverrides>({}),
  };
  readonly #provided: Signal<Provided | undefined> = signal(undefined);
  readonly #around: Signal<string> = signal("en");
  readonly #adapter: ReadonlySignal<Adapter | null> = computed(
    () => this.#own.adapter.value ?? this.#provided.value?.adapter ?? null,
  );
  readonly #language: ReadonlySignal<string> = computed(
    () => this.#own.language.value ?? this.#provided.value?.language ?? this.#around.value,
  );
  readonly #theme: ReadonlySignal<Theme> = computed(
    () => this.#own.theme.value ?? this.#provided.value?.theme ?? "auto",
  );
  readonly #density: ReadonlySignal<Density> = computed(
    () => this.#own.density.value ?? this.#provided.value?.density ?? "comfortable",
  );
  #model: Model | undefined;
  #stopWatching: (() => void) | undefined;

  /** The backend. Without one of its own the element uses that of the nearest `<crew-provider>`. */
  get adapter(): Adapter | null {
    return this.#adapter.value;
  }
  set adapter(adapter: Adapter | null) {
    this.#own.adapter.value = adapter ?? null;
  }

  /** Language tag in force. Setting null or "" goes back to the language around the element. */
  get language(): string {
    return this.#language.value;
  }
  set language(language: string | null) {
    this.#own.language.value = language === null || language === "" ? undefined : language;
  }

  get theme(): Theme {
    return this.#theme.value;
  }
  set theme(theme: Theme | null) {
    this.#own.theme.value = theme === "light" || theme === "dark" || theme === "auto" ? theme : undefined;
  }

  get density(): Density {
    return this.#density.value;
  }
  set density(density: Density | null) {
    this.#own.density.value = density === "comfortable" || density === "compact" ? density : undefined;
  }

  /** Texts of the host in place of the widget's own, in whatever language is in force. */
  get messages(): MessageOverrides {
    return this.#own.messages.value;
  }
  set messages(messages: MessageOverrides | null) {
    this.#own.messages.value = messages ?? {};
  }

  /** The running model, for hosts that work headless and for subclasses' public methods; undefined while removed. */
  protected get model(): Model | undefined {
    return this.#model;
  }

  /** Dispatches an event. Returns false when a listener prevented it. */
  protected emit(event: Event): boolean {
    return this.dispatchEvent(event);
  }

  attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
    if (name === "language") this.language = value;
    if (name === "theme") this.theme = value as Theme | null;
    if (name === "density") this.density = value as Density | null;
  }

  connectedCallback(): void {
    // The parent may be another widget in the middle of drawing: what is read here must not subscribe it.
    untracked(() => {
      this.#upgradeProperties();
      this.#watch();
      if (this.#model === undefined) this.#start();
    });
  }

  disconnectedCallback(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    if ((this.constructor as typeof CrewElement).teardown === "immediate") this.#end();
    else
      queueMicrotask(() => {
        if (!this.isConnected) this.#end();
      });
  }

  /** Keeps everything as it is while `moveBefore` moves the element. */
  connectedMoveCallback(): void {
    this.#stopWatching?.();
    this.#watch();
  }

  /** A property set before the class was defined hides the accessor; setting it anew goes through it. */
  #upgradeProperties(): void {
    for (const name of Object.keys(this)) {
      if (!(name in (this.constructor as typeof CrewElement).prototype)) continue;
      const value: unknown = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }

  #watch(): void {
    this.#around.value = languageAround(this);
    const stopLanguage = watchLanguage(this, () => {
      this.#around.value = languageAround(this);
    });
    const stopProvider = followProvider(this, (provided) => {
      this.#provided.value = provided;
    });
    this.#stopWatching = () => {
      stopLanguage();
      stopProvider();
    };
  }

  #start(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    adopt(root, [tokens, foundation, ...(this.constructor as typeof CrewElement).styles]);
    const announcement = signal<Announcement | undefined>(undefined);
    const toasts = createToasts();
    const announce = createAnnouncer(announcement);
    const env = this.#createEnv(root, announce, toasts.show);
    const model = this.createModel(env);
    this.#model = model;
    render(
      h(ElementRoot, {
        env: env as unknown as Env,
        theme: this.#theme,
        announcement,
        toasts,
        view: () => this.view(model, env),
        skeleton: () => this.skeleton(),
      }),
      root,
    );
  }

  #createEnv(root: ShadowRoot, announce: Env["announce"], toast: Env["toast"]): Env<Source> {
    const tag = this.localName;
    let spoken: string | undefined;
    // While the texts of another language are on their way the present ones stay, and with them what is open, typed
    // and focused.
    const inForce = computed(() => {
      const wanted = this.#language.value;
      const ready = [translate(this.catalogue, wanted), translate(kitCatalogue, wanted)].every((texts) => texts.ready);
      if (ready || spoken === undefined) spoken = wanted;
      return spoken;
    });
    const i18n = computed(() => {
      const language = inForce.value;
      return translate(this.catalogue, language, [registeredMessages(tag, language), this.#own.messages.value]);
    });
    const kit = computed(() => translate(kitCatalogue, inForce.value, [this.#own.messages.value]));
    return {
      adapter: this.#adapter,
      language: this.#language,
      density: this.#density,
      get i18n() {
        return i18n.value;
      },
      get kit() {
        return kit.value;
      },
      announce,
      toast,
      emit: (event) => this.dispatchEvent(event),
      host: this,
      root,
    };
  }

  #end(): void {
    const model = this.#model;
    if (model === undefined) return;
    this.#model = undefined;
    batch(() => model[Symbol.dispose]());
    if (this.shadowRoot !== null) render(null, this.shadowRoot);
  }
}
