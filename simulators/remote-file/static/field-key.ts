import type ts from "typescript";
import type { TypeScript } from "../../core/source/typescript.ts";

/** The class around a `this`, and the name of its field. */
export function fieldKey(compiler: TypeScript, access: ts.Node, name: string): string | undefined {
  let around = access;
  while (!compiler.isClassLike(around)) {
    if (compiler.isSourceFile(around)) return undefined;
    around = around.parent;
  }
  return `${around.pos}.${name}`;
}
