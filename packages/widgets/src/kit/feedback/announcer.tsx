import type { VNode } from "preact";
import type { ReadonlySignal, Signal } from "@preact/signals";

/** What screen readers are to say next. `turn` makes the same text twice in a row two announcements. */
export interface Announcement {
  readonly text: string;
  readonly politeness: "polite" | "assertive";
  readonly turn: number;
}

/** The function behind `env.announce`. */
export function createAnnouncer(
  target: Signal<Announcement | undefined>,
): (text: string, politeness?: "polite" | "assertive") => void {
  return (text, politeness = "polite") => {
    target.value = { text, politeness, turn: (target.peek()?.turn ?? 0) + 1 };
  };
}

/** Two invisible live regions that exist from the start, since regions that appear with their text are not read. */
export function LiveRegions({
  announcement,
}: {
  readonly announcement: ReadonlySignal<Announcement | undefined>;
}): VNode {
  const now = announcement.value;
  const region = (politeness: "polite" | "assertive"): VNode => (
    <div class="visually-hidden" role={politeness === "polite" ? "status" : "alert"} aria-live={politeness}>
      {now?.politeness === politeness ? <span key={now.turn}>{now.text}</span> : undefined}
    </div>
  );
  return (
    <>
      {region("polite")}
      {region("assertive")}
    </>
  );
}
