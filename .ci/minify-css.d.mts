import type { Plugin } from "rollup";

export function minifyCssText(text: string): string;
export function minifyCss(): Plugin;
