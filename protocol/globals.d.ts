/** Set by the bundler (esbuild.mjs, tools/unit.mjs). */
declare const __VERSION__: string;
