import type { CatalogueAction, CatalogueEntity, CatalogueSection } from "@crewdock/contract";
import { wordFinder } from "../../kit/word-finder.ts";
import type { CatalogueIndex } from "./catalogue-index.ts";
import { type Names, verbOf } from "./names.ts";

/** One column of a section in which entities share their actions. */
export interface MatrixColumn {
  /** The shared last part of the keys, such as `edit`. */
  readonly verb: string;
  readonly actions: readonly CatalogueAction[];
}

/** One line of the matrix. In a list each line is one action, and the first of an entity carries its header. */
export interface MatrixRow {
  readonly entity: CatalogueEntity;
  /** How many lines the entity's header spans here; 0 when a line above carries it. */
  readonly span: number;
  /** One for each column, null where the entity lacks the action. */
  readonly cells: readonly (CatalogueAction | null)[];
}

/**
 * A section as it is drawn: `table` when its entities share their actions, which then stand side by side; `list`
 * when each has its own, one a line.
 */
export interface MatrixSection {
  readonly section: CatalogueSection;
  readonly kind: "table" | "list";
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly MatrixRow[];
}

/** A table with more gaps than this is drawn as a list. */
const leastFilled = 0.6;

function columnsOf(section: CatalogueSection): readonly MatrixColumn[] {
  const columns = new Map<string, CatalogueAction[]>();
  for (const entity of section.entities) {
    for (const action of entity.actions) {
      const verb = verbOf(entity, action);
      columns.set(verb, [...(columns.get(verb) ?? []), action]);
    }
  }
  return [...columns].map(([verb, actions]) => ({ verb, actions }));
}

function layOut(section: CatalogueSection): MatrixSection {
  const columns = columnsOf(section);
  const filled = section.entities.flatMap(({ actions }) => actions).length;
  const table = section.entities.length > 1 && filled / (columns.length * section.entities.length) >= leastFilled;
  if (!table) {
    const rows = section.entities.flatMap((entity) =>
      entity.actions.map((action, line) => ({ entity, span: line === 0 ? entity.actions.length : 0, cells: [action] })),
    );
    return { section, kind: "list", columns: [], rows };
  }
  const rows = section.entities.map((entity) => ({
    entity,
    span: 1,
    cells: columns.map(({ actions }) => actions.find((action) => entity.actions.includes(action)) ?? null),
  }));
  return { section, kind: "table", columns, rows };
}

/** The whole catalogue as it is drawn. */
export function layOutMatrix(index: CatalogueIndex): readonly MatrixSection[] {
  return index.catalogue.sections.map(layOut).filter(({ rows }) => rows.length > 0);
}

/** Whether an action is meant by what was typed: every word must be in its name, its entity's or its section's. */
function matcher(
  query: string,
  names: Names,
): (row: MatrixRow, action: CatalogueAction, section: CatalogueSection) => boolean {
  const found = wordFinder(query);
  return ({ entity }, action, section) =>
    found(`${names.section(section)} ${names.entity(entity)} ${names.action(action)} ${action.key}`);
}

/** Only what matches: lines without a match are left out, columns of a table too. */
export function filterMatrix(
  sections: readonly MatrixSection[],
  query: string,
  names: Names,
): readonly MatrixSection[] {
  if (query.trim() === "") return sections;
  const matches = matcher(query, names);
  return sections.flatMap((each): MatrixSection[] => {
    const { section } = each;
    const hit = (row: MatrixRow, action: CatalogueAction | null): boolean =>
      action !== null && matches(row, action, section);
    const rows = each.rows.filter((row) => row.cells.some((action) => hit(row, action)));
    if (rows.length === 0) return [];
    if (each.kind === "list") return [{ ...each, rows: withSpans(rows) }];
    const kept = each.columns.map((_, at) => rows.some((row) => hit(row, row.cells[at] ?? null)));
    return [
      {
        ...each,
        columns: each.columns.filter((_, at) => kept[at]),
        rows: rows.map((row) => ({ ...row, cells: row.cells.filter((_, at) => kept[at]) })),
      },
    ];
  });
}

/** Counts anew how many lines each entity's header spans. */
function withSpans(rows: readonly MatrixRow[]): readonly MatrixRow[] {
  return rows.map((row, at) => {
    const first = rows[at - 1]?.entity !== row.entity;
    return { ...row, span: first ? rows.filter(({ entity }) => entity === row.entity).length : 0 };
  });
}
