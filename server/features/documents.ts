import { type TextDocumentContentChangeEvent, TextDocuments, type TextDocumentsConfiguration } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { changeBetween, type TextChange } from "../shift.ts";
import type { Session } from "../session.ts";
import { fileOf, folderOf, isUserDocument, normalise, pathOf } from "../workspace/addresses.ts";
import { type Source, readSource } from "../workspace/read.ts";
import { isIgnored } from "../workspace/scan.ts";
import type { Host } from "./feature.ts";

/** Keeps the session's files as the editor has them. */
export interface Documents {
  isOpen(uri: string): boolean;
  /** Takes a file from disk, as it is there now. */
  readFromDisk(uri: string): Promise<void>;
  /** A file as it is once nothing changes any more: what was read while files changed may be from before. */
  readSettled(file: string): Promise<Source>;
  /** Files have changed on disk. */
  disturb(): void;
  /** Takes open documents that were not claimed when they were opened. */
  reopen(): void;
}

export function serveDocuments({ connection, session, log }: Pick<Host, "connection" | "session" | "log">): Documents {
  const documents = new TextDocuments(recording(session));
  const isOpen = (uri: string) => documents.keys().some((open) => normalise(open) === normalise(uri));

  session.setOpenTexts(() => {
    const all = documents.all();
    return all.flatMap((document) => {
      const file = fileOf(document.uri);
      return file === undefined ? [] : [[file, document.getText()] as const];
    });
  });
  // Also documents that no simulator claims: others may import them.
  documents.onDidChangeContent(({ document }) => session.dependencyChanged(document.uri, document.getText()));

  const take = (document: TextDocument) => {
    if (isClaimed(session, document.uri)) session.files.set(document.uri, document.getText(), document.version);
  };
  documents.onDidOpen(({ document }) => take(document));
  documents.onDidSave(({ document }) => {
    const file = session.files.get(document.uri);
    if (file) session.runs.saved(file);
  });
  documents.onDidClose(({ document }) => {
    session.dependencyChanged(document.uri, undefined);
    void readFromDisk(document.uri);
  });
  documents.listen(connection);

  /** How often files have changed on disk. */
  let changes = 0;

  async function readSettled(file: string): Promise<Source> {
    for (;;) {
      const before = changes;
      const source = await readSource(file);
      if (changes === before) return source;
    }
  }

  async function readFromDisk(uri: string): Promise<void> {
    const file = fileOf(uri);
    const folder = folderOf(uri, session.folders());
    if (file === undefined || !folder || isIgnored(pathOf(uri, folder)) || !isClaimed(session, uri)) return session.files.remove(uri);
    const source = await readSettled(file);
    // The editor may have opened it meanwhile: what it shows counts.
    if (isOpen(uri)) return;
    switch (source.kind) {
      case "text":
        return session.files.set(uri, source.text, undefined);
      case "missing":
        return session.files.remove(uri);
      case "refused":
        log(`${file}: ${source.message}`);
        return session.refuse(uri, source.message);
    }
  }

  return {
    isOpen,
    readFromDisk,
    readSettled,
    disturb: () => void (changes += 1),
    reopen() {
      for (const document of documents.all()) if (!session.files.get(document.uri)) take(document);
    },
  };
}

function isClaimed(session: Session, uri: string): boolean {
  return isUserDocument(uri) && session.claims(pathOf(uri, folderOf(uri, session.folders())));
}

/** Documents that tell the session of each change, so that places move along with the text. */
function recording(session: Session): TextDocumentsConfiguration<TextDocument> {
  return {
    create: TextDocument.create,
    update(document, changes, version) {
      const recorded: TextChange[] = [];
      for (const change of changes) {
        const before = document.getText();
        TextDocument.update(document, [change], version);
        const textChange = toTextChange(change, before);
        if (textChange) recorded.push(textChange);
      }
      session.files.edit(document.uri, document.getText(), version, recorded);
      return document;
    },
  };
}

function toTextChange(change: TextDocumentContentChangeEvent, before: string): TextChange | undefined {
  return "range" in change ? { range: change.range, newText: change.text } : changeBetween(before, change.text);
}
