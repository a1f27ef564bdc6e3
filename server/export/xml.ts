/**
 * `text` as the content of an XML element. Characters that XML 1.0 forbids even as references are shown as `\u{…}`.
 *
 * @see https://www.w3.org/TR/xml/#charsets
 */
export function xmlText(text: string): string {
  return text.replace(specialInText, escaped);
}

/** `text` as an attribute between double quotes: line ends and tabs as references, or a parser makes spaces of them. */
export function xmlAttribute(text: string): string {
  return text.replace(specialInAttribute, escaped);
}

const escaped = (character: string): string => entities[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

const entities: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

const specialInText = /[&<>\p{Cs}\ufffe\uffff]|(?![\t\n])\p{Cc}/gu;
const specialInAttribute = /[&<>"\p{Cc}\p{Cs}\ufffe\uffff]/gu;
