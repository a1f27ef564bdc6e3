import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { languages, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type { Services } from "../services.ts";

/** Shows the page of a code; without one, asks which. */
export async function explain({ titles, texts }: Services, wanted: unknown): Promise<void> {
  const code = typeof wanted === "string" && /^FL\d{4}$/.test(wanted) ? wanted : await chooseCode(titles.all());
  if (code) await texts.show(`${code}.md`, await readPage(titles.folder, `${code}.md`));
}

/** A page by the name that other pages link to. */
export async function readPage(folder: string, name: string): Promise<string> {
  if (!/^FL\d{4}\.md$/.test(name)) return `There is no page \`${name}\`.\n`;
  try {
    return await readFile(join(folder, name), "utf8");
  } catch {
    return `# ${name.slice(0, -3)}\n\nThis version of Faultline has no page for this code.\n`;
  }
}

async function chooseCode(titles: ReadonlyMap<string, string>): Promise<string | undefined> {
  const here = codesHere();
  const item = (label: string): QuickPickItem => ({ label, description: titles.get(label) ?? "" });
  const divider = (label: string): QuickPickItem => ({ label, kind: QuickPickItemKind.Separator });
  const others = [...titles.keys()].filter((code) => !here.includes(code));
  const items = here.length === 0 ? others.map(item) : [divider("in this file"), ...here.map(item), divider("all"), ...others.map(item)];
  return (await window.showQuickPick(items, { title: "Explain Code", matchOnDescription: true }))?.label;
}

/** Codes of the findings in the active file: those at the cursor first. */
function codesHere(): readonly string[] {
  const editor = window.activeTextEditor;
  if (!editor) return [];
  const found = languages.getDiagnostics(editor.document.uri).filter(({ source }) => source === "faultline");
  const isAtCursor = found.filter(({ range }) => range.contains(editor.selection.active));
  const codes = [...isAtCursor, ...found].map(({ code }) => String(typeof code === "object" ? code.value : code));
  return [...new Set(codes)];
}
