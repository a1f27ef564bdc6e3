import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Which generation of each package is meant, going up from a folder: the version that is installed there, else the range that the
 * package.json there asks for. Packages of which neither is found anywhere are missing.
 *
 * Versions and ranges decide how calls are read and nothing more, so that the files are looked for above the workspace folders, too.
 */
export function versionsOf(names: readonly string[], folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of names) {
    for (const above of ancestors(folder)) {
      const version = installed(name, above) ?? asked(name, above);
      if (version === undefined) continue;
      found[name] = version;
      break;
    }
  }
  return found;
}

function installed(name: string, folder: string): string | undefined {
  const version = jsonAt(join(folder, "node_modules", name, "package.json"))?.["version"];
  return typeof version === "string" ? version : undefined;
}

function asked(name: string, folder: string): string | undefined {
  const manifest = jsonAt(join(folder, "package.json"));
  for (const kind of ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]) {
    const range = (manifest?.[kind] as Readonly<Record<string, unknown>> | undefined)?.[name];
    if (typeof range === "string") return range;
  }
  return undefined;
}

function* ancestors(folder: string): Generator<string> {
  for (let at = folder; ; at = dirname(at)) {
    yield at;
    if (dirname(at) === at) return;
  }
}

function jsonAt(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
