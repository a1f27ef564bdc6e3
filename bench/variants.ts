import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A program of a case. */
export interface Variant {
  readonly title: string;
  readonly folder: string;
  readonly file: string;
  readonly verdict: string;
  /** Configuration instead of the nearest one. */
  readonly config?: string;
}

/** Those of all cases in a folder. */
export function variantsOf(folder: string): Variant[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const path = join(folder, entry.name);
    const { variants } = JSON.parse(readFileSync(join(path, "expect.json"), "utf8")) as {
      readonly variants: Readonly<Record<string, Pick<Variant, "file" | "verdict" | "config">>>;
    };
    return Object.entries(variants).map(([name, { file, verdict, config }]) => ({
      title: `${entry.name}: ${name}`,
      folder: path,
      file,
      verdict,
      ...(config === undefined ? {} : { config }),
    }));
  });
}
