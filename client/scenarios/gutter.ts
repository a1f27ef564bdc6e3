import { type Disposable, type TextEditor, type TextEditorDecorationType, Uri, window, workspace } from "vscode";
import type { ServerLink } from "../server/link.ts";
import { gutterMarks, type MarkName } from "./gutter-plan.ts";
import { gutterSvg } from "./gutter-svg.ts";

/** Marks the line of each scenario with its state, in every visible editor. */
export class Gutter implements Disposable {
  readonly #server: ServerLink;
  readonly #types = new Map<MarkName, TextEditorDecorationType>();
  readonly #ends: Disposable[];
  #taken: ReadonlyMap<string, ReadonlySet<number>> = new Map();

  constructor(server: ServerLink) {
    this.#server = server;
    const end = server.store.onChange(() => this.draw());
    this.#ends = [
      { dispose: end },
      window.onDidChangeVisibleTextEditors(() => this.draw()),
      workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("faultline.gutter") && this.draw()),
    ];
  }

  /** @param taken Lines that show steps of the open trace, by address of the document: their state is not drawn. */
  giveWay(taken: ReadonlyMap<string, ReadonlySet<number>>): void {
    this.#taken = taken;
    this.draw();
  }

  draw(): void {
    const isOn = isGutterOn();
    for (const editor of window.visibleTextEditors) this.#drawIn(editor, isOn);
  }

  #drawIn(editor: TextEditor, isOn: boolean): void {
    const uri = editor.document.uri.toString();
    const taken = this.#taken.get(uri) ?? new Set<number>();
    const marks = isOn ? gutterMarks(this.#server.store.of(uri), taken) : [];
    for (const name of new Set([...this.#types.keys(), ...marks.map(({ mark }) => mark)])) {
      const ranges = marks.filter(({ mark, line }) => mark === name && line < editor.document.lineCount);
      editor.setDecorations(
        this.#typeOf(name),
        ranges.map(({ line }) => editor.document.lineAt(line).range),
      );
    }
  }

  #typeOf(mark: MarkName): TextEditorDecorationType {
    const known = this.#types.get(mark);
    if (known) return known;
    const made = window.createTextEditorDecorationType({
      gutterIconSize: "contain",
      dark: { gutterIconPath: svgUri(gutterSvg(mark, "dark")) },
      light: { gutterIconPath: svgUri(gutterSvg(mark, "light")) },
    });
    this.#types.set(mark, made);
    return made;
  }

  dispose(): void {
    for (const end of this.#ends) end.dispose();
    for (const type of this.#types.values()) type.dispose();
  }
}

export const isGutterOn = (): boolean => workspace.getConfiguration("faultline").get("gutter", true);

/** An image without a file. */
export const svgUri = (svg: string): Uri => Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`);
