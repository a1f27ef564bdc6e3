import type { Metafile } from "esbuild";

/**
 * What esbuild puts at the beginning of a bundle in which something asks for `require` at run time (`typeof require`, a name that is computed, a package
 * that is not installed, inside `try`): it looks for a `require` around it, and else makes a `Proxy` whose calls throw. No file of the user's comes before.
 */
const shim = /^var (__require\d*) = \/\* @__PURE__ \*\/ \(\((\w+)\) => typeof require !== "undefined" \? require : [^]*?\n\}\);$/m;

/** In a bundle every file begins with its name. */
const firstFile = /^\/\/ /m;

/**
 * The bundle with a `require` of the machine's in place of that: it has Node's modules, and throws what Node does for packages that are not installed.
 * Lines stay where they are.
 */
export function withRequire(code: string, { inputs }: Metafile): string {
  const found = shim.exec(code);
  const first = firstFile.exec(code)?.index ?? code.length;
  if (!found || first < found.index) return code;
  const [text, name] = found;
  const maker = unusedName(code);
  const line = `import { requireOf as ${maker} } from "host:require"; const ${name} = ${maker}(${JSON.stringify(missingOf(inputs))});`;
  const lines = "\n".repeat(text.split("\n").length - 1);
  return code.slice(0, found.index) + line + lines + code.slice(found.index + text.length);
}

function unusedName(code: string): string {
  for (let name = "__requireOf"; ; name += "_") if (!code.includes(name)) return name;
}

/** What is named by a literal and was found for nobody who names it: esbuild lets it pass inside `try`. */
function missingOf(inputs: Metafile["inputs"]): readonly string[] {
  const all = Object.values(inputs).flatMap(({ imports }) => imports);
  const found = new Set(all.flatMap(({ external, original }) => (external || original === undefined ? [] : [original])));
  const missing = all.filter(
    ({ external, kind, path }) => external && kind === "require-call" && !path.startsWith("host:") && !found.has(path),
  );
  return [...new Set(missing.map(({ path }) => path))].sort();
}
