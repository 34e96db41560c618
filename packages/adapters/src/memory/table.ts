/** A row as tables keep it: found by its id. */
export interface Row {
  readonly id: string;
}

/** What can be read of a table; a Map by id will do too. */
export interface Table<R extends Row> {
  readonly size: number;
  get(id: string): R | undefined;
  has(id: string): boolean;
  keys(): Iterable<string>;
  values(): Iterable<R>;
  [Symbol.iterator](): Iterator<readonly [string, R]>;
}

/** Changes upon changes: so many may lie over a table before all of it is copied. */
const mostLaid = 128;

/**
 * A copy of a table that costs as much as what was changed in it, not as much as the table: the rows lie below, the
 * changes above. Once the change is through nobody writes into it any more.
 */
export class LaidTable<R extends Row> implements Table<R> {
  readonly #below: ReadonlyMap<string, R>;
  /** Rows that were put, and null for those that were dropped. */
  readonly #above: Map<string, R | null>;
  #size: number;

  constructor(table: Table<R>) {
    const laid = table instanceof LaidTable ? (table as LaidTable<R>) : undefined;
    const shallow = laid !== undefined && laid.#above.size < mostLaid;
    this.#below = shallow ? laid.#below : table instanceof Map ? (table as Map<string, R>) : new Map(table);
    this.#above = new Map(shallow ? laid.#above : []);
    this.#size = table.size;
  }

  get size(): number {
    return this.#size;
  }

  get(id: string): R | undefined {
    const above = this.#above.get(id);
    return above === undefined ? this.#below.get(id) : (above ?? undefined);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  put(row: R): void {
    if (!this.has(row.id)) this.#size++;
    this.#above.set(row.id, row);
  }

  drop(id: string): void {
    if (!this.has(id)) return;
    this.#size--;
    this.#above.set(id, null);
  }

  *[Symbol.iterator](): Generator<readonly [string, R]> {
    for (const row of this.values()) yield [row.id, row];
  }

  *keys(): Generator<string> {
    for (const row of this.values()) yield row.id;
  }

  /** In the order in which the rows came; one that comes back after it was dropped keeps its former place. */
  *values(): Generator<R> {
    for (const [id, row] of this.#below) {
      const above = this.#above.get(id);
      if (above !== null) yield above ?? row;
    }
    for (const [id, row] of this.#above) if (row !== null && !this.#below.has(id)) yield row;
  }
}
