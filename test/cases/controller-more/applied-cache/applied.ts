/** What was applied last, by name: saves the reads when nothing has changed. */
const applied = new Map<string, string>();

export const isApplied = (name: string, text: string): boolean => applied.get(name) === text;
export const remember = (name: string, text: string): void => void applied.set(name, text);
