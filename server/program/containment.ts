import { realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** Says which files may be read for a bundle, by where they really are. */
export type Containment = (realPath: string) => boolean;

/**
 * Files inside `folders`, and those of the `node_modules` in and above them. A link leads nowhere else: esbuild follows it before it asks.
 *
 * @param folders Absolute; those that do not exist hold nothing.
 */
export function containedIn(folders: readonly string[]): Containment {
  const roots = folders.flatMap((folder) => realPathOf(folder) ?? []);
  const inside = roots.map(withSeparator);
  const packages = [...new Set(roots.flatMap(ancestorsOf))].map((folder) => withSeparator(join(folder, "node_modules")));
  const allowed = [...inside, ...packages];
  return (realPath) => allowed.some((prefix) => realPath.startsWith(prefix));
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

/**
 * Matches paths that are not of a package; also read by Go's regular expressions, which cannot say "not" of a word.
 * esbuild asks us about files that match: each question takes it some 40 µs, and packages have many files.
 */
export const ownFilePattern = new RegExp(`^(?:${segmentOtherThan("node_modules")}(?:[/\\\\]|$))*$`);

/** A part of a path: another word, a beginning of this one, or a longer one. */
function segmentOtherThan(word: string): string {
  const different = word.split("").map((letter, index) => `${word.slice(0, index)}(?:[^/\\\\${letter}][^/\\\\]*)?`);
  return `(?:${[...different, `${word}[^/\\\\]+`].join("|")})`;
}

const withSeparator = (folder: string): string => (folder.endsWith(sep) ? folder : folder + sep);

/** A folder and all above it. */
function ancestorsOf(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestorsOf(above)];
}
