import type { Plugin } from "rollup";

export function literalsFirst(): Plugin;
