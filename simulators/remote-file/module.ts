import { names, text } from "./assets/files.ts";

/** The text that all of them take their exports from: what is open is known to all. */
const whole = "faultline:files";

type Part = keyof typeof names;

/** What of a part's names a module exports. */
const partOf = (part: Part): string =>
  `export { ${names[part].map((name) => `${part}$${name} as ${name}`).join(", ")} } from "${whole}";\n`;

/** What `require` gives: an object that libraries change. */
const objectOf = (part: Part): string => `import { ${part}$default } from "${whole}";\nmodule.exports = ${part}$default;\n`;

/** With and without `node:`, imported and required. */
const both = (specifier: string, part: Part): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [specifier, `node:${specifier}`].flatMap((name) => [
      [name, partOf(part)],
      [`require:${name}`, objectOf(part)],
    ]),
  );

/** Modules that take the place of imports: texts for the machine, over the intrinsics of process/intrinsics.ts. Made of `in-machine`. */
export const modules: Readonly<Record<string, string>> = {
  [whole]: text,
  ...both("fs", "fs"),
  ...both("fs/promises", "promises"),
  ...both("readline", "readline"),
  ...both("readline/promises", "readline"),
  ...both("stream/consumers", "consumers"),
  ...both("constants", "constants"),
  "faultline/remote-file": partOf("remoteFile"),
};
