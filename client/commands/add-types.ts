import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Uri, window, workspace } from "vscode";
import type { Services } from "../services.ts";
import { environmentFile, isEnvironmentFile, type ModuleTypes } from "./ambient.ts";

const fileName = "faultline-env.d.ts";

/** Writes the types of `faultline/*` into a folder of the workspace, so that imports of it resolve without an install. */
export async function addTypes({ context }: Services): Promise<void> {
  const folder = await chooseFolder();
  if (!folder) return;
  const modules = await readModules(context.asAbsolutePath("dist/api"));
  const { version } = context.extension.packageJSON as { readonly version: string };
  const uri = Uri.joinPath(folder, fileName);
  const known = await readText(uri);
  const text = environmentFile(modules, version);
  if (known !== undefined && known !== text && !isEnvironmentFile(known) && !(await mayReplace())) return;
  if (known !== text) await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const names = modules.map(({ name }) => name).join(", ");
  const done = known === text ? "is up to date" : "written";
  void tell(`${fileName} ${done}: TypeScript knows ${names} now.`, uri); // the command is done when the file is written
}

async function chooseFolder(): Promise<Uri | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) void window.showInformationMessage("Open a folder first: the types are written into it.");
  if (folders.length <= 1) return folders[0]?.uri;
  return (await window.showWorkspaceFolderPick({ placeHolder: `Folder for ${fileName}` }))?.uri;
}

/** One module for each declaration file that came with the extension. */
async function readModules(folder: string): Promise<readonly ModuleTypes[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".d.ts")).sort();
  if (files.length === 0) throw new Error(`The extension is not complete: no types in ${folder}`);
  return Promise.all(
    files.map(async (file) => ({
      name: `faultline/${file.replace(/\.d\.ts$/, "")}`,
      declarations: await readFile(join(folder, file), "utf8"),
    })),
  );
}

async function readText(uri: Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

async function mayReplace(): Promise<boolean> {
  const text = `${fileName} exists, and Faultline has not written it.`;
  return (await window.showWarningMessage(text, { modal: true }, "Replace It")) !== undefined;
}

async function tell(text: string, uri: Uri): Promise<void> {
  if (await window.showInformationMessage(text, "Open")) await window.showTextDocument(uri);
}
