import {
  type Disposable,
  type Position,
  Range,
  Selection,
  type TextEditor,
  type TextEditorDecorationType,
  TextEditorRevealType,
  TextEditorSelectionChangeKind,
  ThemeColor,
  Uri,
  ViewColumn,
  window,
  workspace,
  MarkdownString,
} from "vscode";
import type { SourceSpan } from "../../protocol/source.ts";
import { stepWords } from "../../protocol/trace-words.ts";
import { isSameFile } from "../addresses.ts";
import type { Gutter } from "../scenarios/gutter.ts";
import { svgUri } from "../scenarios/gutter.ts";
import { editorRange } from "../scenarios/text.ts";
import { chipSvg } from "./chip.ts";
import { uriIn } from "./places.ts";
import { sightOf } from "./sight.ts";
import { type LinePlan, linePlans, type NumberedStep, otherSteps, stepAtCursor, valuesText } from "./step-plan.ts";
import type { TraceView } from "./view.ts";

/** The source follows the open trace: numbers in the gutter, the current line lit, and its values behind it. */
export class SourceFollower implements Disposable {
  readonly #gutter: Gutter;
  readonly #chips = new Map<string, TextEditorDecorationType>();
  readonly #lit: TextEditorDecorationType;
  readonly #numbers: TextEditorDecorationType;
  readonly #ends: Disposable[];
  #view: TraceView | undefined;
  #steps: readonly NumberedStep[] = [];
  /** Of the trace whose chips are drawn. */
  #key: string | undefined;
  /** Counts calls of `follow`: an answer that comes late is dropped. */
  #turn = 0;

  constructor(gutter: Gutter) {
    this.#gutter = gutter;
    this.#lit = window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new ThemeColor("faultline.currentStepBackground"),
      overviewRulerColor: new ThemeColor("focusBorder"),
      borderColor: new ThemeColor("focusBorder"),
      borderStyle: "solid",
      borderWidth: "0 0 0 2px",
    });
    this.#numbers = window.createTextEditorDecorationType({
      after: { color: new ThemeColor("editorCodeLens.foreground"), fontStyle: "normal", margin: "0 0 0 2em" },
    });
    this.#ends = [
      window.onDidChangeVisibleTextEditors(() => this.#draw()),
      window.onDidChangeTextEditorSelection(({ textEditor, kind, selections }) => {
        const [selection] = selections;
        const isUser = kind === TextEditorSelectionChangeKind.Mouse || kind === TextEditorSelectionChangeKind.Keyboard;
        if (isUser && selection?.isEmpty) this.#cursorAt(textEditor, selection.active);
      }),
    ];
  }

  /** Draws the view's current step, and brings its line into sight. The focus stays where it is. */
  async follow(view: TraceView | undefined): Promise<void> {
    const turn = ++this.#turn;
    this.#view = view;
    const key = view?.session?.opened.key;
    if (key !== this.#key) this.#forgetChips();
    this.#key = key;
    const steps = (await view?.session?.nearby().catch(() => [])) ?? [];
    if (turn !== this.#turn) return;
    this.#steps = steps;
    const at = this.#currentSpan();
    if (at) await this.#reveal(at, true);
    if (turn === this.#turn) this.#draw();
  }

  /** Puts the cursor to a place that the trace names, and the focus with it. */
  async goTo(at: SourceSpan): Promise<void> {
    const editor = await this.#reveal(at, false);
    if (editor) editor.selection = new Selection(editorRange(at.range).start, editorRange(at.range).start);
  }

  dispose(): void {
    for (const end of this.#ends) end.dispose();
    this.#lit.dispose();
    this.#numbers.dispose();
    this.#forgetChips();
  }

  #currentSpan(): SourceSpan | undefined {
    const current = this.#view?.session?.step;
    return this.#steps.find(({ index }) => index === current)?.step.at;
  }

  async #reveal(at: SourceSpan, preserveFocus: boolean): Promise<TextEditor | undefined> {
    const uri = this.#uriOf(at.path);
    if (!uri) return undefined;
    const inSight = editorRange(sightOf(at.range));
    const visible = window.visibleTextEditors.find(({ document }) => isSameFile(document.uri.toString(), uri));
    if (visible && preserveFocus) {
      visible.revealRange(inSight, TextEditorRevealType.InCenterIfOutsideViewport);
      return visible;
    }
    try {
      const document = await workspace.openTextDocument(Uri.parse(uri));
      const beside = this.#view?.column === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
      const viewColumn = visible?.viewColumn ?? beside;
      const editor = await window.showTextDocument(document, { viewColumn, preserveFocus, preview: true });
      editor.revealRange(inSight, TextEditorRevealType.InCenterIfOutsideViewport);
      return editor;
    } catch {
      return undefined; // the file has gone; the trace can be read without it
    }
  }

  #uriOf(path: string): string | undefined {
    const folder = this.#view?.folder;
    return folder && uriIn(folder, path);
  }

  #pathOf(editor: TextEditor): string | undefined {
    const uri = editor.document.uri.toString();
    const paths = new Set(this.#steps.flatMap(({ step }) => (step.at ? [step.at.path] : [])));
    return [...paths].find((path) => {
      const own = this.#uriOf(path);
      return own !== undefined && isSameFile(own, uri);
    });
  }

  #cursorAt(editor: TextEditor, cursor: Position): void {
    const path = this.#view?.session && this.#pathOf(editor);
    const step = path ? stepAtCursor(this.#steps, path, cursor) : undefined;
    if (step !== undefined && step !== this.#view?.session?.step) this.#view?.select(step);
  }

  #draw(): void {
    const taken = new Map<string, ReadonlySet<number>>();
    for (const editor of window.visibleTextEditors) {
      const plans = this.#plansOf(editor);
      taken.set(editor.document.uri.toString(), new Set(plans.map(({ line }) => line)));
      this.#drawIn(editor, plans);
    }
    this.#gutter.giveWay(taken);
  }

  #plansOf(editor: TextEditor): readonly LinePlan[] {
    const path = this.#pathOf(editor);
    const plans = path ? linePlans(this.#steps, path, this.#view?.session?.step ?? -1) : [];
    return plans.filter(({ line }) => line < editor.document.lineCount);
  }

  #drawIn(editor: TextEditor, plans: readonly LinePlan[]): void {
    const byChip = groupByChip(plans);
    for (const [key, chip] of this.#chips) if (!byChip.has(key)) editor.setDecorations(chip, []);
    for (const [key, own] of byChip) {
      const [first] = own;
      if (!first) continue;
      const options = own.map((plan) => ({ range: lineStart(plan.line), hoverMessage: hoverOf(plan) }));
      editor.setDecorations(this.#chipOf(key, first), options);
    }
    editor.setDecorations(this.#lit, this.#litLines(editor, plans));
    editor.setDecorations(this.#numbers, this.#numberedLines(editor, plans));
  }

  #numberedLines(editor: TextEditor, plans: readonly LinePlan[]) {
    return plans.flatMap((plan) => {
      const others = plan.kind === "current" ? "" : otherSteps(plan, -1);
      const range = editor.document.lineAt(plan.line).range;
      return others === "" ? [] : [{ range, renderOptions: { after: { contentText: others } } }];
    });
  }

  #litLines(editor: TextEditor, plans: readonly LinePlan[]) {
    const current = this.#view?.session?.step ?? -1;
    const plan = plans.find(({ kind }) => kind === "current");
    const step = plan?.steps.find(({ index }) => index === current)?.step;
    if (!plan || !step) return [];
    const values = valuesText(step.changes);
    const others = otherSteps(plan, current);
    const contentText = `${current + 1}. ${stepWords(step)}${values ? ` · ${values}` : ""}${others ? ` (${others})` : ""}`;
    const after = { contentText, color: new ThemeColor("faultline.stepValues"), fontStyle: "normal", margin: "0 0 0 2em" };
    return [{ range: editor.document.lineAt(plan.line).range, renderOptions: { after } }];
  }

  #chipOf(key: string, plan: LinePlan): TextEditorDecorationType {
    const known = this.#chips.get(key);
    if (known) return known;
    const { kind, label } = plan;
    const made = window.createTextEditorDecorationType({
      gutterIconSize: "contain",
      dark: { gutterIconPath: svgUri(chipSvg(label, kind, "dark")) },
      light: { gutterIconPath: svgUri(chipSvg(label, kind, "light")) },
    });
    this.#chips.set(key, made);
    return made;
  }

  /** A new trace has its own numbers: the old chips would only pile up. */
  #forgetChips(): void {
    for (const chip of this.#chips.values()) chip.dispose();
    this.#chips.clear();
  }
}

function groupByChip(plans: readonly LinePlan[]): ReadonlyMap<string, readonly LinePlan[]> {
  const groups = new Map<string, LinePlan[]>();
  for (const plan of plans) {
    const key = `${plan.kind} ${plan.label}`;
    const group = groups.get(key);
    if (group) group.push(plan);
    else groups.set(key, [plan]);
  }
  return groups;
}

const lineStart = (line: number): Range => new Range(line, 0, line, 0);

/** All steps of a line, each in its own words; a long list is cut. */
function hoverOf({ steps }: LinePlan): MarkdownString {
  const text = new MarkdownString();
  for (const { index, step } of steps.slice(0, 20)) text.appendText(`${index + 1}. ${stepWords(step)}`).appendMarkdown("\n\n");
  if (steps.length > 20) text.appendText(`and ${steps.length - 20} more steps`);
  return text;
}
