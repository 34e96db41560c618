import { CrewError } from "../errors/crew-error.ts";
import type { Id } from "../primitives.ts";
import type { CompiledRights } from "./compiled-rights.ts";
import { type BrokenExpectation, type RightsExpectation, TOLD_BREACHES } from "./expectation.ts";
import { breachesOf, excessOfRole, type ExpectationIndex, indexExpectations } from "./expectation-breaches.ts";
import type { RightsUser } from "./facts.ts";

/**
 * Stops a change by which somebody comes to break an expectation, or to break it by more. Everybody whom the change could
 * concern is shown to it one after the other. Whoever breaks a sentence already, since an assignment has ended or because the
 * sentence was written later, does not stand in the way of what leaves that as it is.
 */
export class ExpectationGuard {
  readonly #before: CompiledRights;
  readonly #after: CompiledRights;
  readonly #index: ExpectationIndex;
  readonly #isSeen: (user: RightsUser) => boolean;
  readonly #broken = new Map<RightsExpectation, { count: number; readonly userIds: Id[] }>();

  /** @param isSeen whether somebody is in sight of the one who makes the change; others are counted, and not told */
  constructor(
    expectations: readonly RightsExpectation[],
    before: CompiledRights,
    after: CompiledRights,
    isSeen: (user: RightsUser) => boolean = () => true,
  ) {
    this.#before = before;
    this.#after = after;
    this.#index = indexExpectations(expectations);
    this.#isSeen = isSeen;
    if (before.facts.roles === after.facts.roles) return;
    for (const expectation of expectations) {
      const excess = excessOfRole(after, expectation);
      if (excess > Math.max(0, excessOfRole(before, expectation))) this.#tally(expectation);
    }
  }

  /** @param before null for somebody new */
  look(before: RightsUser | null, after: RightsUser): void {
    const breaches = breachesOf(this.#after, this.#index, after);
    if (breaches.size === 0) return;
    const former = before && breachesOf(this.#before, this.#index, before);
    for (const [expectation, excess] of breaches)
      if (excess > (former?.get(expectation) ?? 0)) this.#tally(expectation, after);
  }

  #tally(expectation: RightsExpectation, user?: RightsUser): void {
    const tally = this.#broken.get(expectation) ?? { count: 0, userIds: [] };
    this.#broken.set(expectation, tally);
    if (!user) return;
    tally.count++;
    if (tally.userIds.length < TOLD_BREACHES && this.#isSeen(user)) tally.userIds.push(user.id);
  }

  /** @throws CrewError `expectation_broken` with each sentence and the people who would break it */
  refuse(): void {
    if (this.#broken.size === 0) return;
    const broken = [...this.#broken].map(([expectation, tally]): BrokenExpectation => ({ expectation, ...tally }));
    throw new CrewError("expectation_broken", { broken });
  }
}
