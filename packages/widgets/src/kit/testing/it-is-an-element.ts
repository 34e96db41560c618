import { expect } from "chai";
import { define } from "../define.ts";
import { expectAccessible } from "./axe.ts";
import { cleanUp, frame, mount, settled, textOf } from "./dom.ts";

/** What the shared suite has to know about a widget. */
export interface ElementUnderTest<E extends HTMLElement> {
  readonly element: new () => E;
  /** Gives a fresh element what it needs, before it is connected: an adapter, say. */
  readonly setup?: (element: E) => void;
  /** Waits until the main state is there. @default settled */
  readonly ready?: (element: E) => Promise<void>;
  /** Looks whether the model is disposed after removal. */
  readonly expectDisposed?: (element: E) => void;
}

interface Switchable {
  language: string | null;
  theme: string | null;
}

/** Behaviour that every widget of the product shares. Call it inside a file's `describe`. */
export function itIsAnElement<E extends HTMLElement>(tag: string, under: ElementUnderTest<E>): void {
  const ready = under.ready ?? settled;
  const draw = async (change?: (element: E & Switchable) => void): Promise<E> => {
    define(tag, under.element);
    const element = document.createElement(tag) as E & Switchable;
    under.setup?.(element);
    change?.(element);
    await mount(element);
    await ready(element);
    return element;
  };

  describe(`<${tag}> as an element`, () => {
    afterEach(cleanUp);

    it("takes properties that were set before it was defined", async () => {
      const name = `${tag}-early-${Math.random().toString(36).slice(2, 8)}`;
      const element = document.createElement(name) as E & Switchable;
      element.language = "ru";
      under.setup?.(element);
      document.body.append(element);
      define(name, class extends (under.element as unknown as CustomElementConstructor) {});
      await mount(element);
      await ready(element);
      expect(Object.hasOwn(element, "language")).to.equal(false);
      expect(element.shadowRoot?.querySelector("[lang]")?.getAttribute("lang")).to.equal("ru");
    });

    it("keeps what it shows when it is moved, and empties itself when it is removed", async () => {
      const element = await draw();
      const before = element.shadowRoot?.querySelector(".crew");
      const place = document.createElement("div");
      document.body.append(place);
      if ((under.element as unknown as { readonly teardown: string }).teardown === "deferred") {
        place.append(element);
        await frame();
        expect(element.shadowRoot?.querySelector(".crew")).to.equal(before);
      }
      element.remove();
      await frame();
      expect(element.shadowRoot?.childElementCount).to.equal(0);
      under.expectDisposed?.(element);
      document.body.append(element);
      await ready(element);
      expect(element.shadowRoot?.querySelector(".crew")).to.be.instanceOf(HTMLElement);
      element.remove();
      place.remove();
    });

    for (const theme of ["light", "dark"] as const) {
      for (const language of ["en", "ru"] as const) {
        it(`has no accessibility findings in ${theme}, ${language}`, async () => {
          const element = await draw((each) => {
            each.theme = theme;
            each.language = language;
          });
          await expectAccessible(element);
        });
      }
    }

    it("changes its language while it is shown", async () => {
      const element = await draw((each) => {
        each.language = "en";
      });
      const english = textOf(element);
      (element as E & Switchable).language = "ru";
      await ready(element);
      await settled(element);
      expect(textOf(element)).not.to.equal(english);
      expect(textOf(element)).to.match(/\p{Script=Cyrillic}/u);
    });

    it("runs from right to left without overflowing its box", async () => {
      const element = await draw((each) => {
        each.language = "ar";
        each.style.inlineSize = "360px";
      });
      const box = element.shadowRoot?.querySelector<HTMLElement>(".crew");
      expect(box?.dir).to.equal("rtl");
      expect(box?.scrollWidth ?? 0).to.be.at.most((box?.clientWidth ?? 0) + 1);
    });

    it("uses neither inline style elements nor inline handlers", async () => {
      const element = await draw();
      expect(element.shadowRoot?.querySelectorAll("style, script, [onclick], [onload]").length).to.equal(0);
    });
  });
}
