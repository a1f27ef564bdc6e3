// One declaration file for one module that user code imports, whatever number of files it is made of.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import typescript from "typescript";

/** @param path of the module; what it takes from files beside it becomes part of the text. */
export function declarationsOf(path) {
  const parts = new Map();
  read(path, parts);
  const entry = parts.get(path);
  if (parts.size === 1) return entry.text;
  const own = [...parts].filter(([file]) => file !== path).map(([, part]) => withoutExports(part.text));
  const names = exportsOf(path, parts);
  const list = (isType) =>
    [...names]
      .filter(([, type]) => type === isType)
      .map(([name]) => name)
      .sort((a, b) => (a < b ? -1 : 1));
  return [
    withoutLinks(entry.text).trim(),
    ...own,
    `export { ${list(false).join(", ")} };`,
    `export type { ${list(true).join(", ")} };`,
    "",
  ].join("\n");
}

function read(path, parts) {
  if (parts.has(path)) return;
  const { outputText, diagnostics = [] } = typescript.transpileDeclaration(readFileSync(path, "utf8"), {
    fileName: path,
    reportDiagnostics: true,
  });
  if (diagnostics.length > 0)
    throw new Error(`${relative(process.cwd(), path)}: ${typescript.flattenDiagnosticMessageText(diagnostics[0].messageText, " ")}`);
  parts.set(path, { text: outputText });
  for (const [, target] of outputText.matchAll(link)) read(join(dirname(path), target), parts);
}

const link = /^(?:import|export)\b[^;]*? from "(\.[^"]+)";$/gm;
const withoutLinks = (text) => text.replaceAll(link, "");

/** Declarations that only the list at the end exports. */
const withoutExports = (text) =>
  withoutLinks(text)
    .replaceAll(/^export \{\};$/gm, "")
    .replaceAll(/^export (?:declare )?/gm, "declare ")
    .trim();

/** Names that a file exports, each with whether it is a type alone. */
function exportsOf(path, parts, isTypeOnly = false) {
  const names = new Map();
  const { text } = parts.get(path);
  for (const [, kind, name] of text.matchAll(/^export (?:declare )?(?:abstract )?(interface|type|class|function|const) (\w+)/gm)) {
    names.set(name, isTypeOnly || kind === "interface" || kind === "type");
  }
  for (const [, type, list, target] of text.matchAll(/^export (type )?(\*|\{[^}]*\}) from "(\.[^"]+)";$/gm)) {
    const inner = exportsOf(join(dirname(path), target), parts, isTypeOnly || type !== undefined);
    const wanted =
      list === "*"
        ? [...inner.keys()]
        : list
            .slice(1, -1)
            .split(",")
            .map((name) => name.trim());
    for (const name of wanted.filter((text) => text !== "")) names.set(name, inner.get(name) ?? true);
  }
  return names;
}
