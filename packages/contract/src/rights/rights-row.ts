import type { Id } from "../primitives.ts";
import type { ActionKey } from "./catalogue.ts";
import type { Grants, RightsRole } from "./facts.ts";
import { type Scope, scopes } from "./scope.ts";

/** The effective rights of everybody who has the same roles. */
export class RightsRow {
  /** The column of each action. */
  readonly actions: ReadonlyMap<ActionKey, number>;
  /** A scope by column, as its place in `scopes`; what lies beyond is `none`. */
  readonly levels: Uint8Array;
  readonly roles: readonly RightsRole[];
  /** @internal The number of the set of these roles. */
  readonly set: number;

  constructor(actions: ReadonlyMap<ActionKey, number>, levels: Uint8Array, roles: readonly RightsRole[], set: number) {
    this.actions = actions;
    this.levels = levels;
    this.roles = roles;
    this.set = set;
  }

  get roleIds(): readonly Id[] {
    return this.roles.map(({ id }) => id);
  }

  /** How far an action reaches, as its place in `scopes`: 0 for none. */
  levelOf(action: ActionKey): number {
    const column = this.actions.get(action);
    return column === undefined ? 0 : (this.levels[column] ?? 0);
  }

  /** Whether every action reaches as far as in another row. */
  equals(other: RightsRow): boolean {
    if (this === other) return true;
    const within = (one: RightsRow, two: RightsRow): boolean =>
      [...one.actions].every(([action, column]) => (one.levels[column] ?? 0) === two.levelOf(action));
    return within(this, other) && within(other, this);
  }
}

/** A line of levels as scopes by action, without those that are `none`. */
export function grantsIn(actions: RightsRow["actions"], levels: Uint8Array | undefined): Grants {
  return Object.fromEntries(
    [...actions].flatMap(([action, column]): [ActionKey, Scope][] => {
      const level = levels?.[column] ?? 0;
      return level === 0 ? [] : [[action, scopes[level] ?? "none"]];
    }),
  );
}
