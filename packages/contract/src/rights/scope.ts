import * as z from "zod/mini";

/** How far a grant reaches. They are ordered: `none` < `own` < `department` < `any`. */
export type Scope = "none" | "own" | "department" | "any";

/** All scopes from the narrowest to the widest. */
export const scopes: readonly Scope[] = ["none", "own", "department", "any"];

export const scopeSchema: z.ZodMiniType<Scope> = /* @__PURE__ */ z.enum(["none", "own", "department", "any"]);

/** Negative when `a` reaches less far than `b`, 0 when as far, positive when farther. */
export function compareScopes(a: Scope, b: Scope): number {
  return scopes.indexOf(a) - scopes.indexOf(b);
}

/** The wider of two scopes: with several roles the highest wins. */
export function widest(a: Scope, b: Scope): Scope {
  return compareScopes(a, b) >= 0 ? a : b;
}
