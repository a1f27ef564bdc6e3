import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeOfFile, titleOfPage } from "./code-page.ts";

/** The pages of all codes, as they lie beside the extension. Read when they are first asked for. */
export class CodeTitles {
  readonly folder: string;
  #titles: ReadonlyMap<string, string> | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  of(code: string): string | undefined {
    return this.all().get(code);
  }

  /** By code, ascending. */
  all(): ReadonlyMap<string, string> {
    this.#titles ??= readTitles(this.folder);
    return this.#titles;
  }
}

function readTitles(folder: string): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  for (const name of namesIn(folder)) {
    const code = codeOfFile(name);
    if (code) titles.set(code, titleOfPage(readFileSync(join(folder, name), "utf8")) ?? code);
  }
  return titles;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
