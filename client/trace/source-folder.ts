import { Uri, workspace } from "vscode";
import type { OpenTraceResult } from "../../protocol/requests.ts";
import { folderOf, uriIn } from "./places.ts";

/** The folder that the trace's paths are relative to; undefined when its source is not here. */
export async function sourceFolder(opened: OpenTraceResult): Promise<string | undefined> {
  const { ref } = opened.about;
  if (ref.kind !== "file") return folderOf(ref.uri, opened.head.path);
  for (const folder of candidates(Uri.parse(ref.uri))) {
    const source = uriIn(folder, opened.head.path);
    if (source && (await exists(Uri.parse(source)))) return folder;
  }
  return undefined;
}

/** Beside the trace file, then above it, then in each folder of the workspace. */
function candidates(file: Uri): readonly string[] {
  const above: string[] = [];
  for (let uri = Uri.joinPath(file, ".."); ; uri = Uri.joinPath(uri, "..")) {
    above.push(withSlash(uri));
    if (uri.path === "/" || above.length >= 12) break;
  }
  return [...above, ...(workspace.workspaceFolders ?? []).map(({ uri }) => withSlash(uri))];
}

const withSlash = (uri: Uri): string => uri.toString().replace(/\/?$/, "/");

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
