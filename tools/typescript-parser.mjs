// The parser of TypeScript as one text of its own: a quarter of the compiler, which is most of what a command loads before it reads a line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { evaluate } from "./evaluate.mjs";

const require = createRequire(import.meta.url);

/** The compiler is a bundle whose sources come in the order of what they need: none before this one needs one behind it to read a text. */
const firstLeftOut = "// src/compiler/commandLineParser.ts\n";

/**
 * An ES module that exports the names of `simulators/core/source/typescript.ts`; the rest is for esbuild to leave out.
 * What functions that nobody calls would need of the sources that are left out is there as `undefined`.
 *
 * @throws {Error} The compiler is put together in another way than this knows.
 */
export async function parserText() {
  const file = require.resolve("typescript");
  const whole = readFileSync(file, "utf8");
  const exported = section(whole, "__export(typescript_exports, {", "\n});\n");
  const parts = [
    section(whole, '"use strict";\n', exported.start),
    section(whole, exported.end, firstLeftOut),
    // Methods of nodes: `getStart` and the like.
    section(whole, "// src/services/utilities.ts\n", "\n// src/"),
    section(whole, "// src/services/services.ts\n", "\n// src/"),
  ];
  const body = parts.map(({ text }) => text.replace(asCommonJs, "")).join("\n");
  const variables = new Map([...exported.text.matchAll(/^ {2}(\w+): \(\) => (\w+),?$/gm)].map(([, name, variable]) => [name, variable]));
  const declared = new Set(body.match(declarations));
  const leftOut = [...new Set(whole.slice(whole.indexOf(firstLeftOut)).match(declarations))].filter((name) => !declared.has(name));
  const { compilerNames } = await evaluate('export * from "./simulators/core/source/typescript.ts";');
  const exports = compilerNames.map((name) => {
    if (!declared.has(variables.get(name))) throw new Error(`typescript: \`${name}\` is not of the parser`);
    return `${variables.get(name)} as ${name}`;
  });
  const head = whole.slice(0, whole.indexOf("*/") + 2).replace("\n***", "\nChanged: only the parser is left of it.\n***");
  return `${head}\n${body}\nvar ${leftOut.join(", ")};\nexport { ${exports.join(", ")} };\n`;
}

/** Names that are declared in the outermost scope. */
const declarations = /(?<=^(?:async )?(?:var|let|const|function\*?|class) )[\w$]+/gm;

const asCommonJs = "module.exports = __toCommonJS(typescript_exports);\n";

/** What stands between two texts, or offsets; `start` and `end` are those of both with it. */
function section(whole, from, to) {
  const start = offsetOf(whole, from, 0);
  const textStart = start + (typeof from === "string" ? from.length : 0);
  const textEnd = offsetOf(whole, to, textStart);
  return { text: whole.slice(textStart, textEnd), start, end: textEnd + (typeof to === "string" ? to.length : 0) };
}

function offsetOf(whole, place, from) {
  const offset = typeof place === "number" ? place : whole.indexOf(place, from);
  if (offset < 0) throw new Error(`typescript: there is no ${JSON.stringify(place)} in it`);
  return offset;
}
