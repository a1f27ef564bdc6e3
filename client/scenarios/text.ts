import { Range, ThemeColor, ThemeIcon, Uri, workspace } from "vscode";
import type { Range as PlainRange } from "../../protocol/source.ts";
import type { Icon } from "./look.ts";

export function themeIcon({ id, colour }: Icon): ThemeIcon {
  return new ThemeIcon(id, colour ? new ThemeColor(colour) : undefined);
}

export function editorRange({ start, end }: PlainRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** As the user knows the file: `net/load.multicast.json`, with its folder only where there are several. */
export const shownPath = (uri: string): string => workspace.asRelativePath(Uri.parse(uri));
