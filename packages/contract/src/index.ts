import * as z from "zod/mini";
interface A { readonly a?: string; readonly b: string | null }
export const aSchema: z.ZodMiniType<A> = z.object({ a: z.exactOptional(z.string()), b: z.nullable(z.string()) });
