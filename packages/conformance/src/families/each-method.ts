import type { ConformanceCase, Family, Run } from "../kit/conformance-case.ts";
import { type Method, methods } from "../kit/operations.ts";

/** One case for each method that fits, named after it. */
export function forEachMethod(
  family: Family,
  promise: string,
  fits: (method: Method) => boolean,
  run: (method: Method) => Run,
  needs: (method: Method) => readonly string[] = ({ name }) => [name],
): readonly ConformanceCase[] {
  return methods.filter(fits).map((method) => ({
    name: `${method.name}: ${promise}`,
    port: method.port,
    family,
    needs: needs(method),
    run: run(method),
  }));
}

export const isStream = ({ operation }: Method): boolean => operation.answer === "sse";
