import type { Plugin as EsbuildPlugin } from "esbuild";
import type { Plugin } from "rollup";

export declare function sipGrammar(): Plugin;
export declare function sipGrammarInEsbuild(): EsbuildPlugin;
