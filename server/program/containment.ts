import { realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** Says which files may be read for a bundle. */
export type Containment = (file: string) => boolean;

/**
 * Files inside `folders`, and those of the `node_modules` in and above them. What counts is where a file really is: a link leads nowhere else.
 *
 * @param folders Absolute; those that do not exist hold nothing.
 */
export function containedIn(folders: readonly string[]): Containment {
  const roots = folders.flatMap((folder) => realPathOf(folder) ?? []);
  const inside = roots.map(withSeparator);
  const packages = [...new Set(roots.flatMap(ancestorsOf))].map((folder) => withSeparator(join(folder, "node_modules")));
  return (file) => {
    const real = realPathOf(file);
    return real !== undefined && [...inside, ...packages].some((prefix) => real.startsWith(prefix));
  };
}

/** Where a file really is; undefined where there is none. */
export function realPathOf(file: string): string | undefined {
  try {
    return realpathSync.native(file);
  } catch {
    return undefined;
  }
}

/** Is it part of an installed package? Such code is nobody's to mend here. */
export const isOfPackage = (path: string): boolean => /(^|[/\\])node_modules[/\\]/.test(path);

const withSeparator = (folder: string): string => (folder.endsWith(sep) ? folder : folder + sep);

/** A folder and all above it. */
function ancestorsOf(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestorsOf(above)];
}
