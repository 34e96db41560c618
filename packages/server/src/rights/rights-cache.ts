import { type CompiledRights, movedOn, rightsAt, type RightsRules } from "@crewdock/contract";
import type { Queries } from "../store/db.ts";
import { loadRights } from "./facts.ts";

/** The rights of a tenant at a version, at the instant they were asked for last; `loaded` once they are there. */
interface KeptRights {
  readonly version: number;
  rights: Promise<CompiledRights>;
  loaded?: CompiledRights;
}

/** Which rights are asked for. */
export interface RightsAsked {
  readonly tenant: string;
  /** The tenant's `rights_version`. */
  readonly version: number;
  readonly at: Date;
}

/** Where the rights of a tenant at a version come from. */
export interface RightsSource {
  get(db: Queries, asked: RightsAsked): Promise<CompiledRights>;
}

/**
 * Keeps the compiled rights of each tenant until its `rights_version` moves on, which every instance sees with the actor
 * it loads.
 */
export class RightsCache implements RightsSource {
  /** The same cache for those who hold the tenant's row, see {@link RightsCache.within}. */
  readonly locked: RightsSource = { get: (tx, asked) => this.within(tx, asked) };
  readonly rules: RightsRules;
  readonly #kept = new Map<string, KeptRights>();

  constructor(rules: RightsRules) {
    this.rules = rules;
  }

  async get(db: Queries, { tenant, version, at }: RightsAsked): Promise<CompiledRights> {
    const kept = this.#kept.get(tenant);
    if (kept?.version === version) return present(kept, await kept.rights, at);
    const fresh: KeptRights = { version, rights: loadRights(db, tenant, this.rules, at) };
    this.#kept.set(tenant, fresh);
    fresh.rights.then(
      (rights) => (fresh.loaded ??= rights),
      () => this.#kept.delete(tenant), // the caller sees the error; the next call tries again
    );
    return fresh.rights;
  }

  /** Keeps the rights that a change has come to, once it is committed, so that the next one need not read them anew. */
  keep(tenant: string, version: number, rights: CompiledRights): void {
    const kept = this.#kept.get(tenant);
    if (kept && kept.version >= version) return;
    this.#kept.set(tenant, { version, rights: Promise.resolve(rights), loaded: rights });
  }

  /**
   * The same within a transaction that holds the tenant's row: it never waits for a reading of somebody else, who may
   * wait for the connection that this transaction has.
   */
  async within(tx: Queries, { tenant, version, at }: RightsAsked): Promise<CompiledRights> {
    const kept = this.#kept.get(tenant);
    if (kept?.version === version && kept.loaded) return present(kept, kept.loaded, at);
    const loaded = await loadRights(tx, tenant, this.rules, at);
    this.#kept.set(tenant, { version, rights: Promise.resolve(loaded), loaded });
    return loaded;
  }
}

/** The rights at an instant. As time moves on, what is over is not kept any longer. */
function present(kept: KeptRights, rights: CompiledRights, at: Date): CompiledRights {
  if (at.getTime() < rights.until) return rightsAt(rights, at);
  const now = movedOn(rights, at);
  kept.rights = Promise.resolve(now);
  kept.loaded = now;
  return now;
}
