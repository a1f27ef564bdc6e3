import { commands, type Disposable, EventEmitter, Uri, workspace } from "vscode";

const scheme = "faultline";

/** Texts of the extension's own, read-only, shown as Markdown. Nothing is written to disk, nothing is fetched. */
export class Texts implements Disposable {
  readonly #shown = new Map<string, string>();
  readonly #changes = new EventEmitter<Uri>();
  readonly #end: Disposable;

  /** @param page Text of a page that has not been shown yet: a link in another page leads to it. */
  constructor(page: (name: string) => Promise<string>) {
    this.#end = workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changes.event,
      provideTextDocumentContent: ({ path }) => this.#shown.get(path.slice(1)) ?? page(path.slice(1)),
    });
  }

  async show(name: string, text: string): Promise<void> {
    const uri = Uri.from({ scheme, path: `/${name}` });
    const isShown = this.#shown.has(name);
    this.#shown.set(name, text);
    if (isShown) this.#changes.fire(uri);
    await workspace.openTextDocument(uri);
    await commands.executeCommand("markdown.showPreview", uri);
  }

  dispose(): void {
    this.#end.dispose();
    this.#changes.dispose();
  }
}
