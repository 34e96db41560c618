import { type ActionKey, catalogueActions } from "../rights/catalogue.ts";
import { defaultCatalogue } from "../rights/default-catalogue.ts";
import type { Scope } from "../rights/scope.ts";
import type { RoleInput } from "../roles/role.ts";

type Grants = Readonly<Record<ActionKey, Scope>>;

/** Every action in its widest scope but topping up the balance. */
const everything: Grants = Object.fromEntries(
  catalogueActions(defaultCatalogue)
    .filter(({ key }) => key !== "balance.topUp")
    .map(({ key, scopes }) => [key, scopes.at(-1) ?? "none"]),
);

const entities = ["contact", "company", "deal", "task"] as const;

function records(view: Scope, change: Scope, remove: Scope, exported: Scope): Grants {
  return Object.fromEntries(
    entities.flatMap((entity): [ActionKey, Scope][] => [
      [`${entity}.view`, view],
      [`${entity}.create`, "any"],
      [`${entity}.edit`, change],
      [`${entity}.delete`, remove],
      [`${entity}.export`, exported],
    ]),
  );
}

/** The four roles that a new company starts with. */
export const startingRoles: readonly (RoleInput & { readonly id: string })[] = [
  {
    id: "r-admin",
    name: "Administrator",
    description: "Everything but topping up the telephony balance",
    grants: everything,
  },
  {
    id: "r-executive",
    name: "Chief executive",
    description: "Calls, recordings and the call list of the whole company",
    grants: {
      ...records("any", "any", "own", "any"),
      "call.view": "any",
      "call.place": "any",
      "call.recording.listen": "any",
      "user.view": "any",
      "role.view": "any",
      "security.view": "any",
      "audit.view": "any",
    },
  },
  {
    id: "r-head",
    name: "Head of department",
    description: "Calls, recordings and the call list of the department",
    grants: {
      ...records("department", "department", "department", "department"),
      "call.view": "department",
      "call.place": "any",
      "call.recording.listen": "department",
      "user.view": "department",
      "user.manage": "department",
    },
  },
  {
    id: "r-manager",
    name: "Manager",
    description: "One's own calls, records and recordings",
    grants: {
      ...records("own", "own", "none", "none"),
      "contact.view": "department",
      "company.view": "department",
      "call.view": "own",
      "call.place": "any",
      "call.recording.listen": "own",
    },
  },
];
