import type { Adapter } from "@crewdock/contract";
import { SafeHTMLElement } from "./html-element.ts";
import {
  type Density,
  followProvider,
  type Provided,
  providerArrived,
  type ProviderLink,
  ProviderRequestEvent,
  type Theme,
} from "./provider-link.ts";

/**
 * Gives adapter, language, theme and density to every widget inside it, also across shadow roots.
 * What it does not set itself comes from a provider around it.
 *
 * @tag crew-provider
 * @attr language - language tag for all widgets inside
 * @attr theme - "light", "dark" or "auto"
 * @attr density - "comfortable" or "compact"
 * @slot - the page
 */
export class CrewProvider extends SafeHTMLElement {
  static get observedAttributes(): readonly string[] {
    return ["language", "theme", "density"];
  }

  #adapter: Adapter | null = null;
  #language: string | undefined;
  #theme: Theme | undefined;
  #density: Density | undefined;
  #outer: Provided | undefined;
  #stopFollowing: (() => void) | undefined;
  readonly #followers = new Set<(provided: Provided) => void>();

  /** The backend of all widgets inside that have none of their own. */
  get adapter(): Adapter | null {
    return this.#adapter;
  }
  set adapter(adapter: Adapter | null) {
    this.#adapter = adapter ?? null;
    this.#tell();
  }

  get language(): string | null {
    return this.#language ?? null;
  }
  set language(language: string | null) {
    this.#language = language === null || language === "" ? undefined : language;
    this.#tell();
  }

  get theme(): Theme | null {
    return this.#theme ?? null;
  }
  set theme(theme: Theme | null) {
    this.#theme = theme === "light" || theme === "dark" || theme === "auto" ? theme : undefined;
    this.#tell();
  }

  get density(): Density | null {
    return this.#density ?? null;
  }
  set density(density: Density | null) {
    this.#density = density === "comfortable" || density === "compact" ? density : undefined;
    this.#tell();
  }

  attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
    if (name === "language") this.language = value;
    if (name === "theme") this.theme = value as Theme | null;
    if (name === "density") this.density = value as Density | null;
  }

  connectedCallback(): void {
    for (const name of ["adapter", "language", "theme", "density"] as const) {
      if (!Object.hasOwn(this, name)) continue;
      const value: unknown = this[name];
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
    this.style.display ||= "contents";
    this.addEventListener(ProviderRequestEvent.type, this.#answer);
    this.#stopFollowing = followProvider(this, (provided) => {
      this.#outer = provided;
      this.#tell();
    });
    this.ownerDocument.dispatchEvent(new Event(providerArrived));
  }

  disconnectedCallback(): void {
    this.removeEventListener(ProviderRequestEvent.type, this.#answer);
    this.#stopFollowing?.();
  }

  readonly #answer = (event: Event): void => {
    if (event.composedPath()[0] === this) return;
    event.stopPropagation();
    (event as ProviderRequestEvent).link = this.#link;
  };

  readonly #link: ProviderLink = (changed) => {
    this.#followers.add(changed);
    changed(this.#provided());
    return () => this.#followers.delete(changed);
  };

  #provided(): Provided {
    return {
      adapter: this.#adapter ?? this.#outer?.adapter ?? null,
      language: this.#language ?? this.#outer?.language,
      theme: this.#theme ?? this.#outer?.theme,
      density: this.#density ?? this.#outer?.density,
    };
  }

  #tell(): void {
    const provided = this.#provided();
    for (const follower of this.#followers) follower(provided);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "crew-provider": CrewProvider;
  }
}
