/**
 * `require` as CommonJS modules have it, for what the bundler leaves to the time when they run: names that are computed, and packages that it did not
 * find. And what `node:module` makes of it.
 */
import { coded, received, validateText } from "./shared/received.ts";

/** What the program is started with: `process.argv[1]`. */
const main = $commandLine()[1];

const refused = (what: string, name: string): never =>
  $notModelled(`\`${what}("${name}")\` is not modelled: name the module in the text of an import, so that it is bundled`);

const later = (what: string) => (): never => $notModelled(`\`${what}\` is not modelled: import what is needed`);

/** @param missing Names for which no file was found when the program was bundled. */
export function requireOf(missing: readonly string[]): object {
  const absent = (id: string): Error => {
    const error = new Error(`Cannot find module '${id}'\nRequire stack:\n- ${main}`);
    return Object.assign(error, { code: "MODULE_NOT_FOUND", requireStack: [main] });
  };
  const isAbsent = (id: string): boolean => missing.includes(id);

  function require(id: unknown): unknown {
    validateText(id, "id");
    if (id === "") throw coded(new TypeError("The argument 'id' must be a non-empty string. Received ''"), "ERR_INVALID_ARG_VALUE");
    if ($isNodeModule(id)) return $nodeModule(id);
    if (id.startsWith("node:")) throw coded(new Error(`No such built-in module: ${id}`), "ERR_UNKNOWN_BUILTIN_MODULE");
    if (isAbsent(id)) throw absent(id);
    return refused("require", id);
  }

  function resolve(request: unknown): string {
    if (typeof request !== "string") {
      throw coded(new TypeError(`The "request" argument must be of type string.${received(request)}`), "ERR_INVALID_ARG_TYPE");
    }
    if ($isNodeModule(request)) return request;
    if (isAbsent(request)) throw absent(request);
    return refused("require.resolve", request);
  }
  resolve.paths = later("require.resolve.paths");

  const extensions: unknown = Object.assign(Object.create(null), {
    ".js": later('require.extensions[".js"]'),
    ".json": later('require.extensions[".json"]'),
    ".node": later('require.extensions[".node"]'),
  });
  Object.assign(require, { resolve, main: undefined, extensions });
  Object.defineProperty(require, "cache", { get: later("require.cache"), enumerable: true, configurable: true });
  return require;
}

/** What is not there any more was named when the program was bundled: here only Node's own modules can be found. */
export function createRequire(filename: unknown): object {
  const { URL } = $hostModule("web-url") as { readonly URL: new (text: string) => { readonly protocol: string } };
  const isPlace = filename instanceof URL ? filename.protocol === "file:" : typeof filename === "string" && /^(file:|\/)/.test(filename);
  if (!isPlace) {
    const wanted = "must be a file URL object, file URL string, or absolute path string.";
    throw coded(new TypeError(`The argument 'filename' ${wanted} Received ${$inspect(filename, undefined)}`), "ERR_INVALID_ARG_VALUE");
  }
  return requireOf([]);
}

export const isBuiltin = (name: unknown): boolean => typeof name === "string" && $isNodeModule(name);
