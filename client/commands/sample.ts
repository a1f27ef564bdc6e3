import { readFile } from "node:fs/promises";
import { Uri, window, workspace } from "vscode";
import type { Services } from "../services.ts";

/** New Critical Section: two threads, one of which forgot its section, under a name that is free. */
export const newCriticalSection = (services: Services): Promise<void> => writeSample(services, "media/new.section.ts", "section", "ts");

/** New Multicast Configuration: a small fabric to start from, under a name that is free. */
export const newConfiguration = (services: Services): Promise<void> =>
  writeSample(services, "media/new.multicast.json", "fabric", "multicast.json");

/** New Remote File: two programs that share a file in the memory of a third node, and the nodes beside them unless there are some already. */
export async function newRemoteFile(services: Services): Promise<void> {
  const folder = (await chooseFolder())?.uri;
  if (!folder) return;
  const configuration = Uri.joinPath(folder, "faultline.remote-files.json");
  if (!(await exists(configuration))) await copySample(services, "media/new.remote-files.json", configuration);
  const code = await freeName(folder, "position", "ts");
  await copySample(services, "media/new.remote-file.ts", code);
  await window.showTextDocument(code);
}

async function writeSample(services: Services, sample: string, name: string, ending: string): Promise<void> {
  const folder = (await chooseFolder())?.uri;
  if (!folder) return;
  const uri = await freeName(folder, name, ending);
  await copySample(services, sample, uri);
  await window.showTextDocument(uri);
}

async function copySample({ context }: Services, sample: string, to: Uri): Promise<void> {
  const text = await readFile(context.asAbsolutePath(sample), "utf8");
  await workspace.fs.writeFile(to, new TextEncoder().encode(text));
}

async function chooseFolder() {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) void window.showInformationMessage("Open a folder first: the file is written into it.");
  return folders.length <= 1 ? folders[0] : window.showWorkspaceFolderPick({ placeHolder: "Folder for the file" });
}

async function freeName(folder: Uri, name: string, ending: string): Promise<Uri> {
  for (let n = 1; ; n++) {
    const uri = Uri.joinPath(folder, `${name}${n === 1 ? "" : `-${n}`}.${ending}`);
    if (!(await exists(uri))) return uri;
  }
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
