import { URI, Utils } from "vscode-uri";

/** A folder of the workspace. Paths in scenarios and problems are relative to it, with `/`. */
export interface Folder {
  readonly uri: string;
}

/** One spelling for each file: clients differ in what they escape, and in the case of a Windows drive. */
export function normalise(uri: string): string {
  return canonical(uri).toString();
}

function canonical(uri: string): URI {
  const parsed = URI.parse(uri);
  return parsed.with({ path: parsed.path.replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase()) });
}

/** Is this a document of the user's, and not one that an extension makes up (the other side of a comparison, an output)? */
export function isUserDocument(uri: string): boolean {
  return ["file", "untitled", "vscode-vfs"].includes(URI.parse(uri).scheme);
}

/** The innermost folder that holds a file. */
export function folderOf(uri: string, folders: readonly Folder[]): Folder | undefined {
  return folders.filter((folder) => isInside(uri, folder.uri)).sort((a, b) => b.uri.length - a.uri.length)[0];
}

export function isInside(uri: string, folderUri: string): boolean {
  const inner = canonical(uri);
  const outer = canonical(folderUri);
  const prefix = outer.path.endsWith("/") ? outer.path : `${outer.path}/`;
  return (
    inner.scheme === outer.scheme && inner.authority === outer.authority && (inner.path === outer.path || inner.path.startsWith(prefix))
  );
}

/** Relative to its folder; of a file outside of all folders the whole path. */
export function pathOf(uri: string, folder: Folder | undefined): string {
  const { path } = URI.parse(uri);
  if (!folder) return path;
  return path.slice(URI.parse(folder.uri).path.replace(/\/$/, "").length + 1);
}

/** The way back. */
export function uriOf(path: string, folder: Folder | undefined): string {
  if (!folder || path.startsWith("/")) return URI.file(path).toString();
  return Utils.joinPath(URI.parse(folder.uri), path).toString();
}

/** Path on this machine; undefined for what is no file. */
export function fileOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === "file" ? parsed.fsPath : undefined;
}
