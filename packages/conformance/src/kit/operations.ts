import { type MethodName, type Operation, operations, type Ports } from "@crewdock/contract";

/** An operation whose types no longer matter. */
export type AnyOperation = Operation<Record<string, unknown>, unknown>;

/** One verb of the contract, with all that the table says of it. */
export interface Method {
  readonly name: MethodName;
  readonly port: keyof Ports;
  readonly verb: string;
  readonly operation: AnyOperation;
  /** Members of the input that go into the path. */
  readonly pathMembers: readonly string[];
  /** Whether it takes the version of the record that it changes. */
  readonly versioned: boolean;
}

/** Every verb of the contract. */
export const methods: readonly Method[] = Object.entries(operations).flatMap(([port, verbs]) =>
  Object.entries(verbs as unknown as Readonly<Record<string, AnyOperation>>).map(([verb, operation]) => ({
    name: `${port}.${verb}`,
    port: port as keyof Ports,
    verb,
    operation,
    pathMembers: [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, member = ""]) => member),
    versioned: "version" in shapeOf(operation.input),
  })),
);

const byName = new Map(methods.map((method) => [method.name, method]));

export function methodOf(name: MethodName): Method | undefined {
  return byName.get(name);
}

/** The members of an object schema; none of another one. */
export function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  const { shape } = defOf(schema);
  return typeof shape === "object" && shape !== null ? (shape as Readonly<Record<string, unknown>>) : {};
}

/** What a schema is made of, as zod keeps it. */
export interface SchemaDef {
  readonly type: string;
  readonly format?: string;
  readonly shape?: unknown;
  readonly innerType?: unknown;
  readonly element?: unknown;
  readonly keyType?: unknown;
  readonly valueType?: unknown;
  readonly options?: readonly unknown[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly checks?: readonly {
    readonly _zod: {
      readonly def: {
        readonly check: string;
        readonly maximum?: number;
        readonly minimum?: number;
        readonly value?: number;
        readonly inclusive?: boolean;
        readonly pattern?: RegExp;
      };
    };
  }[];
}

export function defOf(schema: unknown): SchemaDef {
  return (schema as { readonly _zod: { readonly def: SchemaDef } })._zod.def;
}
