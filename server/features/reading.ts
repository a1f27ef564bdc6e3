import { performance } from "node:perf_hooks";
import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { explainCommand } from "../../protocol/commands.ts";
import type { Range } from "../../protocol/source.ts";
import type { Completion, SourceUnit } from "../../simulators/core/simulator.ts";
import { codeTitle } from "../export/code-titles.ts";
import { toCodeLens, toCommandAction, toCompletionItem, toDiagnostic, toHover, toInlayHint, toQuickFix, toRefactoring } from "../lsp.ts";
import type { FileState } from "../track.ts";
import { resultHover } from "../view/hover.ts";
import { inlaysOf } from "../view/inlays.ts";
import { lensesOf } from "../view/lenses.ts";
import { problemsOf } from "../view/problems.ts";
import { internalErrorCommand } from "./commands.ts";
import { guarded, type Host, toUriFrom } from "./feature.ts";
import { fixesKnown } from "./fixes-under-way.ts";
import { overlap } from "./overlap.ts";

/** What an editor asks about a file while somebody reads or writes it. Only a menu of quick fixes waits for a run, and not for long. */
export function serveReading(host: Host): void {
  const { connection, session, client } = host;

  connection.onCodeLens(
    guarded(host, "code lens", [], ({ textDocument }) => {
      const file = session.files.get(textDocument.uri);
      return file ? lensesOf(file, performance.now()).map(toCodeLens) : [];
    }),
  );
  connection.onHover(
    guarded(host, "hover", null, ({ textDocument, position }) => {
      const file = session.files.get(textDocument.uri);
      if (!file) return null;
      const told = session
        .simulators()
        .flatMap((simulator) => (simulator.claims(file.path) ? (simulator.hover?.(session.unitOf(file), position) ?? []) : []));
      return toHover([...told, ...resultHover(file, position)]);
    }),
  );
  connection.onCompletion(
    guarded(host, "completion", [], ({ textDocument, position }) => {
      const file = session.files.get(textDocument.uri);
      if (!file) return [];
      const canSnippet = client.capabilities.textDocument?.completion?.completionItem?.snippetSupport ?? false;
      return completions(session.unitOf(file), position).map((completion, index) => toCompletionItem(completion, index, canSnippet));
    }),
  );
  connection.languages.inlayHint.on(
    guarded(host, "inlay hints", [], ({ textDocument, range }) => {
      const file = session.files.get(textDocument.uri);
      if (!file || !session.settings().inlayHints) return [];
      return inlaysOf(file)
        .filter(({ note }) => overlap(note.range, range))
        .map(toInlayHint);
    }),
  );
  connection.onCodeAction(
    guarded(host, "code actions", [], async ({ textDocument, range, context }, token) => {
      const file = session.files.get(textDocument.uri);
      if (!file) return [];
      const isWanted = (kind: string): boolean => !context.only || context.only.some((only) => isWithin(kind, only));
      if (isWanted(CodeActionKind.QuickFix)) await fixesKnown(file, range, context, token);
      return [
        ...(isWanted(CodeActionKind.QuickFix) ? quickFixes(file, range) : []),
        ...(isWanted(CodeActionKind.RefactorRewrite) ? refactorings(file, range) : []),
      ];
    }),
  );

  function completions(unit: SourceUnit, position: Range["start"]): readonly Completion[] {
    return session.simulators().flatMap((simulator) => (simulator.claims(unit.path) ? (simulator.complete?.(unit, position) ?? []) : []));
  }
}

/** Fixes of the problems there, and what else can be done about each. */
function quickFixes(file: FileState, range: Range): CodeAction[] {
  const toUri = toUriFrom(file);
  return problemsOf(file).flatMap((shown) => {
    const { problem, isObsolete } = shown;
    if (problem.path !== file.path || !overlap(problem.range, range)) return [];
    const diagnostic = toDiagnostic(shown, toUri);
    const fixes = isObsolete ? [] : (problem.fixes ?? []);
    return [
      ...fixes.map((fix) => toQuickFix(fix, diagnostic, toUri)),
      ...(problem.report === undefined
        ? []
        : [toCommandAction("Show the report to copy", internalErrorCommand, problem.report, diagnostic)]),
      toCommandAction(`Explain ${problem.code}: ${codeTitle(problem.code)}`, explainCommand, problem.code, diagnostic),
    ];
  });
}

function refactorings(file: FileState, range: Range): CodeAction[] {
  const { offers = [] } = file.discovery;
  return offers.filter((offer) => overlap(offer.range, range)).map((offer) => toRefactoring(offer, toUriFrom(file)));
}

/** `refactor.rewrite` is a `refactor`. */
const isWithin = (kind: string, asked: string): boolean => asked === "" || kind === asked || kind.startsWith(`${asked}.`);
