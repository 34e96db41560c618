/** One operation as the OpenAPI document describes it. */
export interface Documented {
  /** Such as `users.list`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** The part of the name before the dot. */
  readonly port: string;
  /** The status of a good answer. */
  readonly success: number;
  /** Whether it demands an `Idempotency-Key`. */
  readonly repeatable: boolean;
}

interface Description {
  readonly operationId?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

/** Every path and method of a document. */
export function documentedOperations(document: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Description>>>>;
}): readonly Documented[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [], responses }]): Documented => {
      const name = operationId ?? `${method} ${path} without an operationId`;
      return {
        name,
        method: method.toUpperCase(),
        path,
        port: name.split(".")[0] ?? "",
        success: "204" in responses ? 204 : 200,
        repeatable: parameters.some((parameter) => parameter.in === "header" && parameter.name === "Idempotency-Key"),
      };
    }),
  );
}
