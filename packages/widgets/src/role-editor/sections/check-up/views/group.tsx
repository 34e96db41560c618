import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Badge, Button, useI18n } from "../../../../kit/index.ts";
import { catalogue } from "../messages/index.ts";

/** Lines drawn before somebody asks for more. */
const step = 20;

export interface GroupProps<T> {
  readonly title: string;
  /** Why it matters, and what to do. */
  readonly text: string;
  /** Whether it need not be tidied up; otherwise the number of findings calls for it. */
  readonly goodToKnow?: boolean | undefined;
  readonly found: readonly T[];
  readonly children: (each: T) => VNode;
}

/** Findings of one kind; nothing where there are none. */
export function Group<T>({ title, text, goodToKnow, found, children }: GroupProps<T>): VNode | null {
  const { t } = useI18n(catalogue);
  const [most, setMost] = useState(step);
  if (found.length === 0) return null;
  return (
    <section class="finding-group" part="finding-group" aria-label={title}>
      <header>
        <h3>
          {title} <Badge tone={goodToKnow ? "neutral" : "warning"}>{goodToKnow ? t("goodToKnow") : found.length}</Badge>
        </h3>
        <p class="muted">{text}</p>
      </header>
      <ul class="findings">{found.slice(0, most).map(children)}</ul>
      {found.length > most ? (
        <div class="finding-more">
          <Button variant="ghost" onClick={() => setMost(most + 5 * step)}>
            {t("showMore", { count: Math.min(found.length - most, 5 * step) })}
          </Button>
        </div>
      ) : undefined}
    </section>
  );
}
