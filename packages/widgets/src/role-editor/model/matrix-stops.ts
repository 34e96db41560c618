import type { ActionKey } from "@crewdock/contract";
import type { MatrixSection } from "./matrix-layout.ts";

/** A place in the matrix that can have the focus: a cell, or the header of a section, a column or an entity. */
export interface Stop {
  /** Unique in the matrix, such as `cell deal.view` or `column records view`. */
  readonly id: string;
  readonly kind: "cell" | "section" | "column" | "entity";
  /** The actions that are set from here. */
  readonly keys: readonly ActionKey[];
}

/** Where a key of the grid pattern leads. `left` and `right` are those of a left-to-right page. */
export type Move = "left" | "right" | "up" | "down" | "rowStart" | "rowEnd" | "start" | "end" | "pageUp" | "pageDown";

export const cellStop = (key: ActionKey): string => `cell ${key}`;
export const sectionStop = (section: string): string => `section ${section}`;
export const columnStop = (section: string, verb: string): string => `column ${section} ${verb}`;
export const entityStop = (entity: string): string => `entity ${entity}`;

/** The stops line by line, as they are seen; null where a line has a gap. */
export type StopGrid = readonly (readonly (Stop | null)[])[];

/** Lays the stops of a matrix out: a line of headers on top of each section. */
export function stopsOf(sections: readonly MatrixSection[]): StopGrid {
  return sections.flatMap(({ section, kind, columns, rows }): (readonly (Stop | null)[])[] => {
    const keys = rows.flatMap(({ cells }) => cells.flatMap((action) => action?.key ?? []));
    const head: Stop[] = [
      { id: sectionStop(section.id), kind: "section", keys },
      ...columns.map(({ verb }, at): Stop => ({
        id: columnStop(section.id, verb),
        kind: "column",
        keys: rows.flatMap(({ cells }) => cells[at]?.key ?? []),
      })),
    ];
    const lines = rows.map((row): (Stop | null)[] => {
      const own = kind === "list" ? rows.filter(({ entity }) => entity === row.entity) : [row];
      const header: Stop = {
        id: entityStop(row.entity.id),
        kind: "entity",
        keys: own.flatMap(({ cells }) => cells.flatMap((action) => action?.key ?? [])),
      };
      const cells = row.cells.map((action): Stop | null =>
        action === null ? null : { id: cellStop(action.key), kind: "cell", keys: [action.key] },
      );
      return [row.span > 0 ? header : null, ...cells];
    });
    return [head, ...lines];
  });
}

/** Line and column of a stop. */
export function placeOf(grid: StopGrid, id: string): { readonly line: number; readonly column: number } | null {
  for (const [line, stops] of grid.entries()) {
    const column = stops.findIndex((stop) => stop?.id === id);
    if (column >= 0) return { line, column };
  }
  return null;
}

function nearest(line: readonly (Stop | null)[] | undefined, column: number): Stop | null {
  if (line === undefined) return null;
  for (let at = Math.min(column, line.length - 1); at >= 0; at--) {
    const stop = line[at];
    if (stop) return stop;
  }
  return line.find((stop) => stop !== null) ?? null;
}

const pageLines = 6;

/**
 * The stop to go to, null when there is none that way.
 * @param column the column that was last chosen by going sideways, kept while going up and down past shorter lines
 */
export function moveStop(grid: StopGrid, from: string, move: Move, column: number): Stop | null {
  const at = placeOf(grid, from);
  if (at === null) return nearest(grid[0], 0);
  const line = grid[at.line] ?? [];
  const last = grid.length - 1;
  switch (move) {
    case "left":
      return line.slice(0, at.column).findLast((stop) => stop !== null) ?? null;
    case "right":
      return line.slice(at.column + 1).find((stop) => stop !== null) ?? null;
    case "up":
      return nearest(grid[at.line - 1], column);
    case "down":
      return nearest(grid[at.line + 1], column);
    case "pageUp":
      return nearest(grid[Math.max(0, at.line - pageLines)], column);
    case "pageDown":
      return nearest(grid[Math.min(last, at.line + pageLines)], column);
    case "rowStart":
      return line.find((stop) => stop !== null) ?? null;
    case "rowEnd":
      return line.findLast((stop) => stop !== null) ?? null;
    case "start":
      return nearest(grid[0], 0);
    case "end":
      return grid[last]?.findLast((stop) => stop !== null) ?? null;
  }
}
