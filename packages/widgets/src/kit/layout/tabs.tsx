import type { ComponentChildren, VNode } from "preact";
import { useId, useRef } from "preact/hooks";
import { useStyles } from "../env.ts";
import { tabsStyles } from "./tabs.styles.ts";

/** One tab. */
export interface Tab<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  /** A count beside the label. */
  readonly badge?: ComponentChildren | undefined;
}

export interface TabsProps<Id extends string = string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** The panel of the chosen tab. */
  readonly children: (id: Id) => ComponentChildren;
}

/** Views that take the same place. Arrows, Home and End move and choose; Tab goes into the panel. */
export function Tabs<Id extends string = string>({ label, tabs, value, onChange, children }: TabsProps<Id>): VNode {
  useStyles(tabsStyles);
  const id = useId();
  const list = useRef<HTMLDivElement | null>(null);
  const move = (event: KeyboardEvent): void => {
    const now = tabs.findIndex((tab) => tab.id === value);
    const forward = getComputedStyle(event.currentTarget as Element).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: now + forward, ArrowLeft: now - forward, Home: 0, End: -1 }[event.key];
    const tab = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (tab === undefined) return;
    event.preventDefault();
    onChange(tab.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(tab.id)}"]`)?.focus();
  };
  return (
    <div class="tabs">
      <div ref={list} class="tab-list" part="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            class="tab"
            id={`${id}-${tab.id}`}
            data-tab={tab.id}
            aria-selected={tab.id === value ? "true" : "false"}
            aria-controls={tab.id === value ? `${id}-panel` : undefined}
            tabIndex={tab.id === value ? 0 : -1}
            onClick={() => onChange(tab.id)}
          >
            {tab.label}
            {tab.badge === undefined ? undefined : <span class="tab-badge tabular">{tab.badge}</span>}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} class="tab-panel" role="tabpanel" aria-labelledby={`${id}-${value}`} tabIndex={0}>
        {children(value)}
      </div>
    </div>
  );
}
