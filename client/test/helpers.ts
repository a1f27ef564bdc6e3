import assert from "node:assert/strict";
import * as vscode from "vscode";

/** The workspace is a copy that tests may change (tools/editor/run-tests.mjs). */
export function fileOf(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "no folder is open");
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(fileOf(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** A file with this text, in an editor of its own. */
export async function openText(name: string, text: string): Promise<vscode.TextDocument> {
  await vscode.workspace.fs.writeFile(fileOf(name), new TextEncoder().encode(text));
  return open(name);
}

/** Longer than any machine needs: the time only bounds a failing test. */
const patienceMs = 90_000;

/** A test asks for several things, one after the other. */
export const testLimitMs = 2 * patienceMs;

/** Asks again until there is an answer. */
export async function eventually<T>(what: string, ask: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${patienceMs / 1000} s for ${what}`);
}

export function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return typeof code === "object" ? String(code.value) : String(code);
}

export const ours = (uri: vscode.Uri): readonly vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "faultline");

/** Waits for a diagnostic with this code that is not obsolete. */
export function diagnosticOf(document: vscode.TextDocument, code: string): Promise<vscode.Diagnostic> {
  return eventually(`${code} in ${document.uri.path}`, () =>
    ours(document.uri).find((candidate) => codeOf(candidate) === code && !isObsolete(candidate)),
  );
}

export const isObsolete = (diagnostic: vscode.Diagnostic): boolean => diagnostic.tags?.includes(vscode.DiagnosticTag.Unnecessary) ?? false;

export async function lensesOf(document: vscode.TextDocument): Promise<readonly string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 50);
  return lenses.map((lens) => lens.command?.title ?? "");
}

export async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Applies the quick fix with this title as soon as it is offered: some are tried first. */
export async function applyFix(document: vscode.TextDocument, range: vscode.Range, title: RegExp): Promise<void> {
  const edit = await eventually(`a quick fix like ${String(title)}`, async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      range,
      "quickfix",
    );
    return actions.find((action) => action.edit && title.test(action.title))?.edit;
  });
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** What the extension exports for tests. */
interface Api {
  readonly trace: () => { readonly title: string; readonly step: number; readonly steps: number } | undefined;
  status(): readonly { readonly uri: string; readonly phase: string; readonly verdict?: string }[];
}

export async function api(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>("faultline.faultline");
  assert.ok(extension);
  return extension.activate();
}

export const lensThat = (document: vscode.TextDocument, pattern: RegExp): Promise<string> =>
  eventually(`a lens like ${String(pattern)}`, async () => (await lensesOf(document)).find((title) => pattern.test(title)));

const textOf = async (name: string): Promise<string> => (await vscode.workspace.fs.readFile(fileOf(name))).toString();

/** A file of the workspace under a name of its own, so that tests may write into it. */
export const copyOf = async (name: string, copy: string): Promise<vscode.TextDocument> => openText(copy, await textOf(name));

/** The line of a text in a document, from 1. */
export const lineOf = (document: vscode.TextDocument, text: string): number =>
  document.positionAt(document.getText().indexOf(text)).line + 1;

export async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  const at = document.positionAt(document.getText().indexOf(text) + 2);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, at);
  return hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === "string" ? one : one.value))).join("\n");
}
