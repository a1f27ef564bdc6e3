/** For tests: a strict reader of the XML that JUnit files use. */
export interface Element {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly Element[];
  readonly text: string;
}

/** @throws {Error} The text is not well-formed: says what was found where. */
export function readXml(text: string): Element {
  const forbidden = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (forbidden) throw new Error(`forbidden character at ${forbidden.index}`);
  const reader = new Reader(text);
  reader.take(/<\?xml version="1\.0" encoding="UTF-8"\?>\s*/y);
  const root = reader.element();
  reader.take(/\s*$/y);
  return root;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  take(pattern: RegExp): RegExpExecArray {
    const match = this.find(pattern);
    if (!match) throw new Error(`not ${pattern} at ${this.#at}: ${this.#text.slice(this.#at, this.#at + 40)}`);
    return match;
  }

  find(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#at += match[0].length;
    return match;
  }

  element(): Element {
    const name = this.take(/<([A-Za-z][\w-]*)/y)[1] ?? "";
    const attributes: Record<string, string> = {};
    for (let match = this.find(attribute); match; match = this.find(attribute)) {
      const key = match[1] ?? "";
      if (key in attributes) throw new Error(`attribute ${key} twice`);
      attributes[key] = decoded(match[2] ?? "");
    }
    if (this.find(/\s*\/>/y)) return { name, attributes, children: [], text: "" };
    this.take(/\s*>/y);
    const children: Element[] = [];
    let text = "";
    for (;;) {
      text += decoded(this.take(/[^<]*/y)[0]);
      if (this.find(/<\/([\w-]+)\s*>/y)?.[1] === name) return { name, attributes, children, text };
      children.push(this.element());
    }
  }
}

const attribute = /\s+([A-Za-z][\w-]*)="([^"<]*)"/y;

function decoded(text: string): string {
  const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  if (/&(?!(#\d+|amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`bare & in ${text.slice(0, 40)}`);
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, number: string | undefined, name: string) =>
    number === undefined ? (names[name] ?? "") : String.fromCodePoint(Number(number)),
  );
}
