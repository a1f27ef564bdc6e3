/** Of `node:fs` where files are not modelled: what a system without `/proc` answers to those who measure their process. */

const refused = (name: string): never => $notModelled(`\`fs.${name}\` is not modelled: read before, and pass in what was read`);

const isProc = (path: unknown): path is string => typeof path === "string" && /^\/proc(?:\/|$)/.test(path);

function missing(path: string, syscall: string): Error {
  const error = new Error(`ENOENT: no such file or directory, ${syscall} '${path}'`);
  return Object.assign(error, { errno: -2, code: "ENOENT", syscall, path });
}

export function readFileSync(path: unknown): never {
  if (isProc(path)) throw missing(path, "open");
  return refused("readFileSync");
}

export function readdirSync(path: unknown): never {
  if (isProc(path)) throw missing(path, "scandir");
  return refused("readdirSync");
}

export function existsSync(path: unknown): boolean {
  return isProc(path) ? false : refused("existsSync");
}
