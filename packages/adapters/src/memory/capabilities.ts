import {
  type Capabilities,
  contractVersion,
  type MethodName,
  operations,
  type UnsupportedReason,
} from "@crewdock/contract";
import type { Store } from "./store.ts";

export const bulkLimit = 200;
export const importLimit = 50;

const everyMethod: readonly MethodName[] = Object.entries(operations).flatMap(([port, verbs]) =>
  Object.keys(verbs).map((name) => `${port}.${name}`),
);

/** Methods that a backend is to play without: a list stands for `not_in_backend`, `mail` for every verb of the port. */
export type Without = readonly MethodName[] | Readonly<Partial<Record<MethodName, UnsupportedReason>>>;

/** @throws RangeError for a name that the contract does not have */
export function missingMethods(without: Without, invites: boolean): ReadonlyMap<MethodName, UnsupportedReason> {
  const named = Array.isArray(without)
    ? without.map((name: MethodName) => [name, "not_in_backend"] as const)
    : Object.entries(without as Readonly<Partial<Record<MethodName, UnsupportedReason>>>);
  const missing = new Map<MethodName, UnsupportedReason>();
  if (!invites) for (const method of ["users.invite", "users.resendInvitation"]) missing.set(method, "not_configured");
  for (const [name, why = "not_in_backend"] of named) {
    const methods = [...everyMethod, "users.invite"].filter(
      (method) => method === name || method.startsWith(`${name}.`),
    );
    if (methods.length === 0) throw new RangeError(`the contract has no method ${name}`);
    for (const method of methods) missing.set(method, why);
  }
  return missing;
}

/** What differs from the schema of a user: where there are no numbers, nobody shows one. */
export function fieldsWithout(
  missing: ReadonlyMap<MethodName, UnsupportedReason>,
  fields: Capabilities["fields"],
): Capabilities["fields"] {
  if (!missing.has("telephony.numbers")) return fields;
  return { callerId: { write: false }, smsCallerId: { write: false }, ...fields };
}

/** Everything the contract has, but for what the backend plays not to have. */
export function capabilitiesOf({ missing, fields }: Pick<Store, "missing" | "fields">): Capabilities {
  return {
    contract: contractVersion,
    methods: Object.fromEntries(
      [...everyMethod, "users.invite"].map((method) => {
        const why = missing.get(method);
        return [method, why === undefined ? { supported: true } : { supported: false, why }];
      }),
    ),
    limits: {
      page: 200,
      bulk: missing.has("users.bulk") ? 0 : bulkLimit,
      ...(missing.has("users.import") ? {} : { import: importLimit }),
    },
    concurrency: "etag",
    removal: missing.has("users.remove") ? "none" : "hard",
    ...(fields === undefined ? {} : { fields }),
  };
}
