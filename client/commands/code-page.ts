/** Title of a code's page, without the code: `# FL3005 over-delivery` → `over-delivery`. */
export function titleOfPage(markdown: string): string | undefined {
  return /^#\s+(?:FL\d{4}\s*[:·—–-]?\s*)?(.+?)\s*$/m.exec(markdown)?.[1];
}

/** `FL3005` for `FL3005.md`; undefined for any other name. */
export function codeOfFile(name: string): string | undefined {
  return /^(FL\d{4})\.md$/.exec(name)?.[1];
}
