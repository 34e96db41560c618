import type { Department, Position, UserGroup } from "../org/org.ts";

/** The tree with the login of each head; ids of people are known once they are numbered. */
export const departmentRows: readonly (Omit<Department, "headId" | "version"> & { readonly head: string })[] = [
  { id: "d-management", name: "Management", parentId: null, head: "m.whitfield" },
  { id: "d-sales", name: "Sales", parentId: "d-management", head: "k.nowak" },
  { id: "d-new-business", name: "New business", parentId: "d-sales", head: "a.morozov" },
  { id: "d-key-accounts", name: "Key accounts", parentId: "d-sales", head: "t.szymanski" },
  { id: "d-support", name: "Customer support", parentId: "d-management", head: "p.ribeiro" },
  { id: "d-operations", name: "Operations", parentId: "d-management", head: "t.belova" },
];

const positionRows = [
  ["p-ceo", "Chief executive", "d-management", "r-executive"],
  ["p-finance-director", "Finance director", "d-management", "r-executive"],
  ["p-people", "People partner", "d-management", "r-manager"],
  ["p-assistant", "Executive assistant", "d-management", "r-manager"],
  ["p-head-sales", "Head of sales", "d-sales", "r-head"],
  ["p-sales-manager", "Sales manager", "d-sales", "r-manager"],
  ["p-sales-analyst", "Sales analyst", "d-sales", "r-manager"],
  ["p-new-business-lead", "Head of new business", "d-new-business", "r-head"],
  ["p-sales-representative", "Sales representative", "d-new-business", "r-manager"],
  ["p-key-accounts-lead", "Head of key accounts", "d-key-accounts", "r-head"],
  ["p-account-manager", "Key account manager", "d-key-accounts", "r-manager"],
  ["p-support-lead", "Head of customer support", "d-support", "r-head"],
  ["p-support-engineer", "Support engineer", "d-support", "r-manager"],
  ["p-operations-lead", "Head of operations", "d-operations", "r-head"],
  ["p-sysadmin", "System administrator", "d-operations", "r-admin"],
  ["p-accountant", "Accountant", "d-operations", "r-manager"],
  ["p-marketer", "Marketing specialist", "d-operations", "r-manager"],
  ["p-logistician", "Logistics coordinator", "d-operations", "r-manager"],
] as const;

export type PositionKey = (typeof positionRows)[number][0];

export const positions: readonly (Position & {
  readonly id: PositionKey;
  readonly departmentId: string;
  readonly defaultRoleId: string;
})[] = positionRows.map(([id, name, departmentId, defaultRoleId]) => ({
  id,
  version: "1",
  name,
  departmentId,
  defaultRoleId,
}));

const groupRows: readonly Omit<UserGroup, "version">[] = [
  { id: "g-moscow", name: "Moscow office", parentId: null, kind: "team" },
  { id: "g-moscow-early", name: "Moscow, early shift", parentId: "g-moscow", kind: "team" },
  { id: "g-moscow-late", name: "Moscow, late shift", parentId: "g-moscow", kind: "team" },
  { id: "g-warsaw", name: "Warsaw office", parentId: null, kind: "team" },
  { id: "g-saoPaulo", name: "São Paulo office", parentId: null, kind: "team" },
  { id: "g-london", name: "London office", parentId: null, kind: "team" },
  { id: "g-catalogue", name: "Autumn catalogue", parentId: null, kind: "project" },
  { id: "g-catalogue-print", name: "Autumn catalogue: print", parentId: "g-catalogue", kind: "project" },
  { id: "g-crm", name: "CRM roll-out", parentId: null, kind: "project" },
];

export const groups: readonly UserGroup[] = groupRows.map((group) => ({ ...group, version: "1" }));
