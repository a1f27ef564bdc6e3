import type { Diagnostic } from "vscode-languageserver";
import { toDiagnostic } from "../lsp.ts";
import type { FileState } from "../track.ts";
import { problemsOf } from "../view/problems.ts";
import { type Host, toUriFrom } from "./feature.ts";

/** Sends diagnostics whenever those of a file have changed. */
export interface Publisher {
  publish(file: FileState): void;
}

/** A file may give rise to diagnostics in others: each place shows what all files say about it. */
export function createPublisher({ connection, log }: Pick<Host, "connection" | "log">): Publisher {
  /** By file that gives rise to them, then by file that shows them. */
  const said = new Map<string, ReadonlyMap<string, readonly Diagnostic[]>>();
  const sent = new Map<string, string>();

  function send(uri: string, version: number | undefined): void {
    const diagnostics = distinct([...said.values()].flatMap((places) => places.get(uri) ?? []));
    const text = JSON.stringify(diagnostics);
    if ((sent.get(uri) ?? "[]") === text) return;
    if (diagnostics.length === 0) sent.delete(uri);
    else sent.set(uri, text);
    connection
      .sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) })
      .catch((error: unknown) => log(`diagnostics: ${String(error)}`));
  }

  return {
    publish(file) {
      const places = new Map<string, Diagnostic[]>();
      const toUri = toUriFrom(file);
      for (const shown of problemsOf(file)) {
        const uri = toUri(shown.problem.path);
        const there = places.get(uri) ?? [];
        there.push(toDiagnostic(shown, toUri));
        places.set(uri, there);
      }
      const before = said.get(file.uri) ?? new Map<string, readonly Diagnostic[]>();
      if (places.size === 0) said.delete(file.uri);
      else said.set(file.uri, places);
      for (const uri of new Set([...before.keys(), ...places.keys()])) send(uri, uri === file.uri ? file.version : undefined);
    },
  };
}

/** What several files say in the same words of one place is shown once, as the one says it that knows most: a configuration, and each file that uses it. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const chosen = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, message, range, tags, relatedInformation = [] } = diagnostic;
    const key = JSON.stringify([code, message, range, tags]);
    const other = chosen.get(key);
    if (!other || (other.relatedInformation ?? []).length < relatedInformation.length) chosen.set(key, diagnostic);
  }
  return [...chosen.values()];
}
