import { parseAllDocuments } from "yaml";

/** Objects as they are, and those of the documents of a text in YAML or JSON; lists stand for their items. @throws {Error} A text cannot be read. */
export function manifestsOf(given: readonly (object | string)[]): readonly object[] {
  return given.flatMap((one) => (typeof one === "string" ? documentsOf(one) : [one])).flatMap(itemsOf);
}

function documentsOf(text: string): readonly object[] {
  const documents = parseAllDocuments(text);
  return [...documents].flatMap((document) => {
    const [error] = document.errors;
    // What follows the first line shows the place once more.
    if (error) throw new Error(error.message.replace(/:?\n[^]*$/, ""));
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return [];
    if (typeof value !== "object" || Array.isArray(value))
      throw new Error(`a document is no object: ${JSON.stringify(value).slice(0, 60)}`);
    return [value];
  });
}

function itemsOf(object: object): readonly object[] {
  const { kind, items } = object as { readonly kind?: unknown; readonly items?: unknown };
  return kind === "List" && Array.isArray(items) ? (items as readonly object[]) : [object];
}
