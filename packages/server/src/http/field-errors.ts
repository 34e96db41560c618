import { CrewError, type FieldError, type FieldErrorCode } from "@crewdock/contract";

/** Gathers what is wrong with an input, so that all of it is told at once; the first error of a field counts. */
export class FieldErrors {
  readonly #errors = new Map<string, FieldError>();

  constructor(found: readonly FieldError[] = []) {
    for (const { pointer, code, params } of found) this.add(pointer, code, params);
  }

  add(pointer: string, code: FieldErrorCode, params?: FieldError["params"]): void {
    if (!this.#errors.has(pointer)) this.#errors.set(pointer, { pointer, code, ...(params ? { params } : {}) });
  }

  /** @throws CrewError `duplicate` when taken values are all that is wrong, otherwise `validation` */
  throwIfAny(): void {
    const fields = [...this.#errors.values()];
    if (fields.length === 0) return;
    throw new CrewError(fields.every(({ code }) => code === "duplicate") ? "duplicate" : "validation", { fields });
  }
}
