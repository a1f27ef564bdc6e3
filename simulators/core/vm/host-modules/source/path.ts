/** `node:path` of a POSIX system; the working directory is `/`. */
import path from "path-browserify";

export const { basename, delimiter, dirname, extname, format, isAbsolute, join, normalize, parse, relative, resolve, sep } = path;
export const toNamespacedPath = (name: unknown): unknown => name;

const windows = Object.fromEntries(
  Object.keys(path)
    .filter((name) => typeof path[name] === "function")
    .map((name) => [name, (): never => $notModelled(`\`path.win32.${name}\` is not modelled: use \`path.posix.${name}\``)]),
);

export const win32: object = { ...windows, sep: "\\", delimiter: ";" };
export const posix: object = Object.assign(path, { toNamespacedPath, win32 });
Object.assign(path, { posix });
export default path;
