/**
 * Gives each set of roles a number, so that people with the same roles share what is worked out of them. Roles are
 * numbers too. The empty set is 0.
 */
export class RoleSets {
  readonly #sets: (readonly number[])[] = [[]];
  readonly #ids = new Map<string, number>([["", 0]]);
  readonly #unions = new Map<number, number>();

  /** The roles of a set, ascending. */
  rolesOf(set: number): readonly number[] {
    return this.#sets[set] ?? [];
  }

  /** The number of a set of roles, in any order, also repeated. */
  idOf(roles: Iterable<number>): number {
    const sorted = [...new Set(roles)].sort((a, b) => a - b);
    const key = sorted.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#sets.push(sorted) - 1;
    this.#ids.set(key, id);
    return id;
  }

  /** The number of what two sets have together. */
  union(a: number, b: number): number {
    if (a === b || b === 0) return a;
    if (a === 0) return b;
    const pair = a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a;
    const known = this.#unions.get(pair);
    if (known !== undefined) return known;
    const id = this.idOf([...this.rolesOf(a), ...this.rolesOf(b)]);
    this.#unions.set(pair, id);
    return id;
  }
}
