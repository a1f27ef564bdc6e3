import { readFile } from "node:fs/promises";
import { Uri, window, workspace } from "vscode";
import type { Services } from "../services.ts";

/** New Critical Section: two threads, one of which forgot its section, under a name that is free. */
export const newCriticalSection = (services: Services): Promise<void> => writeSample(services, "media/new.section.ts", "section", "ts");

/** New Multicast Configuration: a small fabric to start from, under a name that is free. */
export const newConfiguration = (services: Services): Promise<void> =>
  writeSample(services, "media/new.multicast.json", "fabric", "multicast.json");

async function writeSample({ context }: Services, sample: string, name: string, ending: string): Promise<void> {
  const text = await readFile(context.asAbsolutePath(sample), "utf8");
  const folder = (await chooseFolder())?.uri;
  if (!folder) return;
  const uri = await freeName(folder, name, ending);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await window.showTextDocument(uri);
}

async function chooseFolder() {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) void window.showInformationMessage("Open a folder first: the file is written into it.");
  return folders.length <= 1 ? folders[0] : window.showWorkspaceFolderPick({ placeHolder: "Folder for the file" });
}

async function freeName(folder: Uri, name: string, ending: string): Promise<Uri> {
  for (let n = 1; ; n++) {
    const uri = Uri.joinPath(folder, `${name}${n === 1 ? "" : `-${n}`}.${ending}`);
    try {
      await workspace.fs.stat(uri);
    } catch {
      return uri;
    }
  }
}
