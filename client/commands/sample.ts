import { readFile } from "node:fs/promises";
import { Uri, window, workspace } from "vscode";
import type { Services } from "../services.ts";

/** New Multicast Configuration: a small fabric to start from, under a name that is free. */
export async function newConfiguration({ context }: Services): Promise<void> {
  const text = await readFile(context.asAbsolutePath("media/new.multicast.json"), "utf8");
  const folder = (await chooseFolder())?.uri;
  if (!folder) return;
  const uri = await freeName(folder);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await window.showTextDocument(uri);
}

async function chooseFolder() {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) void window.showInformationMessage("Open a folder first: the configuration is written into it.");
  return folders.length <= 1 ? folders[0] : window.showWorkspaceFolderPick({ placeHolder: "Folder for the configuration" });
}

async function freeName(folder: Uri): Promise<Uri> {
  for (let n = 1; ; n++) {
    const uri = Uri.joinPath(folder, `fabric${n === 1 ? "" : `-${n}`}.multicast.json`);
    try {
      await workspace.fs.stat(uri);
    } catch {
      return uri;
    }
  }
}
