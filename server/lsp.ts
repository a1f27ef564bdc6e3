/** The only place that turns our data into LSP's. Positions are the same in both. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentUri,
  InlayHintKind,
  type InlayHint,
  InsertTextFormat,
  type Hover as LspHover,
  MarkupKind,
  MessageType,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { Fix, Related, Severity } from "../protocol/problem.ts";
import type { Completion, Offer } from "../simulators/core/simulator.ts";
import { codeLink } from "./code-links.ts";
import type { Hover } from "./view/hover.ts";
import type { ShownInlay } from "./view/inlays.ts";
import type { Lens } from "./view/lenses.ts";
import type { ShownProblem } from "./view/problems.ts";

/** The URI of a path as it stands in a problem. */
export type ToUri = (path: string) => DocumentUri;

/** Said beside the code already, by inlay hints: no line under code that is right. */
const quietCodes: ReadonlySet<string> = new Set(["FL1001", "FL1010"]);

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

export const messageTypes: Record<Severity, MessageType> = {
  error: MessageType.Error,
  warning: MessageType.Warning,
  information: MessageType.Info,
};

/** What a diagnostic carries for our own client. */
export interface DiagnosticData {
  readonly obsolete: boolean;
  readonly fixes: readonly Fix[];
  readonly property?: string;
  readonly trace?: number;
  readonly scenario?: string;
  readonly report?: string;
}

export function toDiagnostic({ problem, isObsolete, scenario }: ShownProblem, toUri: ToUri): Diagnostic {
  const { code, message, range, property, trace, report, fixes = [] } = problem;
  const data: DiagnosticData = {
    obsolete: isObsolete,
    fixes: isObsolete ? [] : fixes,
    ...(property === undefined ? {} : { property }),
    ...(trace === undefined ? {} : { trace }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(report === undefined ? {} : { report }),
  };
  return {
    source: "faultline",
    code,
    codeDescription: { href: codeLink(code) },
    severity: quietCodes.has(problem.code) ? DiagnosticSeverity.Hint : severities[problem.severity],
    message: isObsolete ? `${message} (obsolete: the text has changed since)` : message,
    range: { ...range },
    ...(isObsolete ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(problem.related.length === 0 ? {} : { relatedInformation: problem.related.map(toRelated(toUri)) }),
    data,
  };
}

/** Steps of a trace come with their numbers; what they rest on stands before them without one. */
const toRelated =
  (toUri: ToUri) =>
  ({ message, path, range }: Related) => ({ message, location: { uri: toUri(path), range: { ...range } } });

/** Quick fix of a problem; `diagnostic` is the one it mends. */
export function toQuickFix(fix: Fix, diagnostic: Diagnostic, toUri: ToUri): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    ...(fix.preferred ? { isPreferred: true } : {}),
    edit: toWorkspaceEdit(fix, toUri),
  };
}

/** What could be a scenario is made one. */
export function toRefactoring(offer: Offer, toUri: ToUri): CodeAction {
  return { title: offer.title, kind: CodeActionKind.RefactorRewrite, edit: toWorkspaceEdit(offer, toUri) };
}

export function toWorkspaceEdit({ edits, creates }: Pick<Fix, "edits" | "creates">, toUri: ToUri): WorkspaceEdit {
  if (creates !== undefined) {
    const uri = toUri(creates);
    const changes = edits.map(({ range, newText }) => ({ range: { ...range }, newText }));
    return {
      documentChanges: [
        { kind: "create", uri, options: { ignoreIfExists: true } },
        { textDocument: { uri, version: null }, edits: changes },
      ],
    };
  }
  const changes: NonNullable<WorkspaceEdit["changes"]> = {};
  for (const { path, range, newText } of edits) (changes[toUri(path)] ??= []).push({ range: { ...range }, newText });
  return { changes };
}

export function toCommandAction(title: string, id: string, argument: unknown, diagnostic: Diagnostic): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command: { title, command: id, arguments: [argument] } };
}

/** A lens without a command is text: an empty command, as editors expect it. */
export function toCodeLens({ range, title, command }: Lens): CodeLens {
  return {
    range: { ...range },
    command: { title, command: command?.id ?? "", ...(command ? { arguments: [command.argument] } : {}) },
  };
}

export function toHover(hovers: readonly Hover[]): LspHover | null {
  const [first] = hovers;
  if (!first) return null;
  return { range: { ...first.range }, contents: { kind: MarkupKind.Markdown, value: hovers.map(({ text }) => text).join("\n\n---\n\n") } };
}

const completionKinds: Record<Completion["kind"], CompletionItemKind> = {
  property: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  reference: CompletionItemKind.Reference,
};

/** @param index Keeps the order of the simulator. */
export function toCompletionItem(completion: Completion, index: number, canSnippet: boolean): CompletionItem {
  const { label, kind, detail, documentation, range, insert, isSnippet = false } = completion;
  const newText = isSnippet && !canSnippet ? withoutPlaceholders(insert) : insert;
  return {
    label,
    kind: completionKinds[kind],
    sortText: String(index).padStart(6, "0"),
    insertTextFormat: isSnippet && canSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range: { ...range }, newText },
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
  };
}

/** `${1:name}` → `name`, `$1` → nothing, `\$` → `$`. */
function withoutPlaceholders(snippet: string): string {
  return snippet
    .replace(/(?<!\\)\$\{\d+(?::((?:[^}\\]|\\.)*))?\}/g, (_, text: string | undefined) => text ?? "")
    .replace(/(?<!\\)\$\d+/g, "")
    .replace(/\\([$}\\])/g, "$1");
}

/** A hint cannot be dimmed: one of an older text says so by a sign before it, and by its hover. */
export function toInlayHint({ note: { range, text }, isObsolete }: ShownInlay): InlayHint {
  const hint: InlayHint = { position: { ...range.end }, label: text, kind: InlayHintKind.Parameter, paddingLeft: true };
  return isObsolete ? { ...hint, label: `↻ ${text}`, tooltip: "Of the text before the last edits" } : hint;
}
