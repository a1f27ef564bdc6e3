import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript";
import { environmentFile, isEnvironmentFile } from "./ambient.ts";

const declarations = `/// <reference lib="esnext.disposable" preserve="true" />
/** Bytes. */
export type Size = number;
export interface Config {
    readonly size: Size;
}
declare const hidden: unique symbol;
export declare function define(config: Config): Config & { [hidden]?: true };
export declare function open(): Disposable;
//# sourceMappingURL=x.d.ts.map
`;

const user = `import { define, open } from "faultline/toy";
export default define({ size: 1 });
define({ size: "one" });
export const opened: { readonly closed: never } = open();
`;

/** Compiles user code beside the written file, as an editor would. */
function errorsOf(files: { readonly [name: string]: string }): readonly string[] {
  const options = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    module: ts.ModuleKind.ESNext,
  };
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => name in files || fileExists(name);
  host.getSourceFile = (name, version) => {
    const text = files[name];
    return text === undefined ? readSource(name, version) : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram(Object.keys(files), options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

test("environmentFile: the import resolves, and types are checked", () => {
  const text = environmentFile([{ name: "faultline/toy", declarations }], "1.0.0");
  const errors = errorsOf({ "/faultline-env.d.ts": text, "/user.ts": user });
  assert.deepEqual(errors, [
    "Type 'string' is not assignable to type 'number'.",
    "Property 'closed' is missing in type 'Disposable' but required in type '{ readonly closed: never; }'.",
  ]);
});

test("environmentFile: is known again, and somebody else's file is not", () => {
  assert.ok(isEnvironmentFile(environmentFile([], "1.0.0")));
  assert.ok(!isEnvironmentFile("declare module 'mine' {}"));
});
