/** Names of the modules that user code may import, each with the text of its declaration file. */
export interface ModuleTypes {
  /** `faultline/multicast`. */
  readonly name: string;
  readonly declarations: string;
}

/** The text of `faultline-env.d.ts`: makes `import … from "faultline/…"` resolve without an install. */
export function environmentFile(modules: readonly ModuleTypes[], version: string): string {
  const references = new Set(modules.flatMap(({ declarations }) => declarations.match(reference) ?? []));
  return [firstLine(version), ...references, "", ...modules.map(ambientModule)].join("\n");
}

/** Was this file written by Faultline, whichever version? */
export const isEnvironmentFile = (text: string): boolean => text.startsWith(signature);

/** Libraries that the types need: they count at the start of a file only. */
const reference = /^\/\/\/ <reference lib="[\w.]+"(?: preserve="true")? \/>$/gm;

const signature = "// Types of Faultline's library";
const firstLine = (version: string): string =>
  `${signature} ${version}: written by "Faultline: Add Types to Workspace", which also renews it.`;

function ambientModule({ name, declarations }: ModuleTypes): string {
  const body = declarations
    .replace(/^\uFEFF/, "")
    .replace(/^\/\/# sourceMappingURL=.*$/gm, "")
    .replace(reference, "")
    .replace(/^(export )?declare (?!module\b|global\b)/gm, "$1")
    .trim()
    .split(/\r?\n/)
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
  return `declare module ${JSON.stringify(name)} {\n${body}\n}\n`;
}
