/** Where the pages of the codes are read; the same pages are in `docs/codes/`. The one place that names it. */
export const codeDescriptionBase = "https://github.com/faultline/faultline/blob/main/docs/codes/";

export const codeLink = (code: string): string => `${codeDescriptionBase}${code}.md`;
