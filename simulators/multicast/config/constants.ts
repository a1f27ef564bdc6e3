import type ts from "typescript";
import type { TypeScript } from "../../core/source/typescript.ts";

/** The initial value of a constant at the top of the file. */
export function constantNamed(compiler: TypeScript, source: ts.SourceFile, name: string): ts.Expression | undefined {
  for (const statement of source.statements) {
    if (!compiler.isVariableStatement(statement) || (statement.declarationList.flags & compiler.NodeFlags.Const) === 0) continue;
    const declaration = statement.declarationList.declarations.find(
      (candidate) => compiler.isIdentifier(candidate.name) && candidate.name.text === name,
    );
    if (declaration) return declaration.initializer;
  }
  return undefined;
}
