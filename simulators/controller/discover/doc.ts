export const newlineOf = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");

/** A doc comment of these tags, without a line end behind it. */
export const docOf = (tags: readonly string[], newline: string): string => ["/**", ...tags.map((tag) => ` * ${tag}`), " */"].join(newline);
