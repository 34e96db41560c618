import type { FieldError } from "../errors/crew-error.ts";
import { type Catalogue, catalogueActions } from "./catalogue.ts";
import type { ExpectationSubject, RightsExpectation } from "./expectation.ts";

/**
 * What is wrong with expectations that are to be kept, with pointers such as `/expectations/3/scope`: an action or scope
 * that the catalogue lacks is `invalid_option`, a subject that does not exist `not_found`, a scope that leaves nothing to
 * break (at most the widest, at least none) `not_allowed`, and an id or a whole sentence that is there twice `duplicate`.
 * @param kept those that are kept now. One that stays as it is may speak of what the catalogue has no more: otherwise nobody
 * could test or set any sentence until it was back
 */
export function expectationErrors(
  expectations: readonly RightsExpectation[],
  catalogue: Catalogue,
  exists: (subject: ExpectationSubject) => boolean,
  kept: readonly RightsExpectation[] = [],
): readonly FieldError[] {
  const actions = new Map(catalogueActions(catalogue).map((action) => [action.key, action]));
  const wordings = new Map(kept.map((expectation) => [expectation.id, wordingOf(expectation)]));
  const seen = new Set<string>();
  const isRepeated = (key: string): boolean => seen.size === seen.add(key).size;
  return expectations.flatMap((expectation, index): FieldError[] => {
    const { id, subject, action, bound, scope } = expectation;
    const pointer = `/expectations/${String(index)}`;
    const errors: FieldError[] = [];
    const known = actions.get(action);
    if (isRepeated(`id ${id}`)) errors.push({ pointer: `${pointer}/id`, code: "duplicate" });
    if (!exists(subject)) errors.push({ pointer: `${pointer}/subject/id`, code: "not_found" });
    if (wordings.get(id) !== wordingOf(expectation)) {
      if (!known) errors.push({ pointer: `${pointer}/action`, code: "invalid_option" });
      else if (!known.scopes.includes(scope)) errors.push({ pointer: `${pointer}/scope`, code: "invalid_option" });
      else if (scope === (bound === "at_least" ? "none" : known.scopes.at(-1)))
        errors.push({ pointer: `${pointer}/scope`, code: "not_allowed" });
    }
    if (isRepeated(`sentence ${subject.type} ${subject.id} ${action} ${bound}`))
      errors.push({ pointer, code: "duplicate" });
    return errors;
  });
}

function wordingOf({ subject, action, bound, scope }: RightsExpectation): string {
  return [subject.type, subject.id, action, bound, scope].join(" ");
}
