import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { window } from "vscode";
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
  const items = [...titles].map(([label, description]) => ({ label, description }));
  return (await window.showQuickPick(items, { title: "Explain Code", matchOnDescription: true }))?.label;
}
