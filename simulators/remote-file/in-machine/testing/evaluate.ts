import { names, text } from "../../assets/files.ts";

/** The functions of a part of the text, by name. */
export type Functions = Readonly<Record<string, unknown>>;

/** What the text exports, by its parts: `fs`, `promises`, `readline` and so on. */
export type Files = Readonly<Record<keyof typeof names, Functions>>;

/**
 * Runs the text of files without a machine, as JavaScript of the test's own: fast, and with the test's own intrinsics.
 *
 * @param hosts Modules by name: what `host:buffer` is there.
 */
export function evaluate(hosts: Readonly<Record<string, unknown>>, intrinsics: Readonly<Record<string, unknown>>): Files {
  const body = text
    .replaceAll(/import\s*\{([^}]*)\}\s*from\s*"host:(\w+)";/g, (_, list: string, host: string) => {
      return `const {${list.replaceAll(" as ", ":")}}=$hosts["${host}"];`;
    })
    .replace(/export\s*\{([^}]*)\};?\s*$/, (_, list: string) => {
      const entries = list.split(",").map((one) => {
        const [local = "", exported = local] = one.trim().split(" as ");
        return `${JSON.stringify(exported)}:${local}`;
      });
      return `return {${entries.join(",")}};`;
    });
  const given = Object.keys(intrinsics);
  // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- The text is ours, and this is a test.
  const run = new Function("$hosts", ...given, `"use strict";${body}`) as (...args: unknown[]) => Readonly<Record<string, unknown>>;
  const exports = run(hosts, ...given.map((name) => intrinsics[name]));
  const part = (name: keyof typeof names): Functions => Object.fromEntries(names[name].map((one) => [one, exports[`${name}$${one}`]]));
  return {
    constants: part("constants"),
    fs: part("fs"),
    promises: part("promises"),
    readline: part("readline"),
    consumers: part("consumers"),
    remoteFile: part("remoteFile"),
  };
}
