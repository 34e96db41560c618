import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** Which rows are in sight, and how high one is. */
export interface RowWindow {
  readonly first: number;
  /** Index after the last row. */
  readonly end: number;
  readonly rowHeight: number;
}

const headHeight = 34;
/** Rows drawn beyond either edge, so that scrolling does not show gaps. */
const margin = 8;

/**
 * Follows the scrolling of a box with rows of one height, and draws only those in sight: the document stays small
 * however long the list is. The height is measured at a row, as theme, density and width decide it.
 */
export function useWindow(box: RefObject<HTMLDivElement | null>, count: number): RowWindow {
  const [range, setRange] = useState<RowWindow>({ first: 0, end: Math.min(count, 30), rowHeight: 44 });
  useLayoutEffect(() => {
    const scroller = box.current;
    if (scroller === null) return undefined;
    const measure = (): void => {
      const row = scroller.querySelector<HTMLElement>("tbody tr[data-row]");
      const rowHeight = row === null ? 44 : row.getBoundingClientRect().height || 44;
      const top = scroller.scrollTop;
      const first = Math.max(0, Math.floor(top / rowHeight) - margin);
      const end = Math.min(count, Math.ceil((top + scroller.clientHeight - headHeight) / rowHeight) + margin);
      setRange((before) =>
        before.first === first && before.end === end && before.rowHeight === rowHeight
          ? before
          : { first, end, rowHeight },
      );
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(scroller);
    scroller.addEventListener("scroll", measure, { passive: true });
    return () => {
      resized.disconnect();
      scroller.removeEventListener("scroll", measure);
    };
  }, [box, count]);
  return { ...range, end: Math.min(range.end, count), first: Math.min(range.first, count) };
}

/** A run of rows to draw, or a gap to leave. */
export type Piece = { readonly row: number } | { readonly gap: number; readonly at: number };

/** The rows of a window plus one that must stay (the keyboard stands on it), with gaps for all others. */
export function pieces({ first, end }: RowWindow, count: number, kept: number): readonly Piece[] {
  const rows = new Set<number>();
  if (kept >= 0 && kept < count) rows.add(kept);
  for (let row = first; row < end; row++) rows.add(row);
  const found: Piece[] = [];
  let next = 0;
  for (const row of [...rows].sort((a, b) => a - b)) {
    if (row > next) found.push({ gap: row - next, at: next });
    found.push({ row });
    next = row + 1;
  }
  if (count > next) found.push({ gap: count - next, at: next });
  return found;
}
