import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useEnv, useKit, useStyles } from "../env.ts";
import { formSectionStyles } from "./form-section.styles.ts";
import { sectionNavStyles } from "./section-nav.styles.ts";

/** One section of a long form. */
export interface Section {
  readonly id: string;
  readonly label: string;
  /** Something in it is wrong. */
  readonly invalid?: boolean | undefined;
  /** Something in it is not saved yet. */
  readonly changed?: boolean | undefined;
}

export interface SectionNavProps {
  readonly sections: readonly Section[];
  /** @default the kit's word for sections */
  readonly label?: string | undefined;
}

/** Anchors beside a long form; the one with the focus is marked, or the one in view once somebody scrolls. */
export function SectionNav({ sections, label }: SectionNavProps): VNode {
  useStyles(sectionNavStyles);
  const kit = useKit();
  const { root } = useEnv();
  const nav = useRef<HTMLElement | null>(null);
  const [current, setCurrent] = useState(sections[0]?.id);
  const held = useRef(false);
  const ids = sections.map((section) => section.id).join(" ");
  const find = (id: string): HTMLElement | null => root.querySelector(`[data-section="${CSS.escape(id)}"]`);

  useEffect(() => {
    const scroller = nav.current?.closest<HTMLElement>("[data-scroller]");
    if (scroller === null || scroller === undefined) return undefined;
    // Where somebody is at work is where they are, even if another section stands higher; until they scroll away.
    const enter = (event: FocusEvent): void => {
      const section = (event.target as Element).closest<HTMLElement>("[data-section]")?.dataset["section"];
      held.current = section !== undefined;
      if (section !== undefined) setCurrent(section);
    };
    const release = (): void => {
      held.current = false;
    };
    const spy = (): void => {
      if (held.current) return;
      const line = scroller.getBoundingClientRect().top + 80;
      const atEnd = scroller.scrollTop > 0 && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
      const passed = sections.filter(({ id }) => (find(id)?.getBoundingClientRect().top ?? Infinity) <= line);
      setCurrent((atEnd ? sections.at(-1) : (passed.at(-1) ?? sections[0]))?.id);
    };
    spy();
    const stop = new AbortController();
    const options = { passive: true, signal: stop.signal };
    scroller.addEventListener("scroll", spy, options);
    scroller.addEventListener("focusin", enter, options);
    for (const type of ["wheel", "touchmove", "pointerdown"]) scroller.addEventListener(type, release, options);
    return () => stop.abort();
  }, [ids]);

  const go = (id: string): void => {
    const section = find(id);
    section?.scrollIntoView({ block: "start" });
    section?.focus({ preventScroll: true });
    setCurrent(id);
  };
  return (
    <nav ref={nav} class="section-nav" part="section-nav" aria-label={label ?? kit.t("sections")}>
      {sections.map((section) => (
        <button
          key={section.id}
          type="button"
          class="section-link"
          aria-current={section.id === current ? "true" : undefined}
          onClick={() => go(section.id)}
        >
          {section.label}
          {section.invalid === true || section.changed === true ? (
            <>
              <span class={section.invalid === true ? "mark invalid" : "mark"} aria-hidden="true" />
              <span class="visually-hidden">{kit.t(section.invalid === true ? "error_validation" : "changed")}</span>
            </>
          ) : undefined}
        </button>
      ))}
    </nav>
  );
}

export interface FormSectionProps {
  /** The id that `SectionNav` goes to. */
  readonly id: string;
  readonly title: string;
  readonly description?: ComponentChildren | undefined;
  readonly children: ComponentChildren;
}

/** A part of a long form under its heading: one column of fields. */
export function FormSection({ id, title, description, children }: FormSectionProps): VNode {
  useStyles(formSectionStyles);
  return (
    <section class="form-section" data-section={id} tabIndex={-1} aria-label={title}>
      <header>
        <h3>{title}</h3>
        {description === undefined ? undefined : <p>{description}</p>}
      </header>
      <div class="form-fields">{children}</div>
    </section>
  );
}
