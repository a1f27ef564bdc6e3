import { coloured } from "../server/export/paint.ts";

/** Markdown as it is, with weights on a terminal: headings strong, code blocks set apart, code words tinted. */
export function renderMarkdown(markdown: string, hasColours: boolean): string {
  if (!hasColours) return markdown;
  let isCode = false;
  const lines = markdown.split("\n").map((line) => {
    if (line.startsWith("```")) {
      isCode = !isCode;
      return coloured("dim", line);
    }
    if (isCode) return coloured("note", line);
    if (line.startsWith("#")) return coloured("strong", line);
    return line.replace(/`[^`]+`/g, (word) => coloured("note", word));
  });
  return lines.join("\n");
}
