/**
 * Rules for names, as functions from a text to what is wrong with it (empty: nothing).
 *
 * `isPrefix`: the text stands before five generated characters, so it may end in a dash.
 *
 * @see k8s.io/apimachinery/pkg/util/validation, api/validation
 */
export type NameRule = (name: string, isPrefix: boolean) => readonly string[];

const dns1123Label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const dns1123Subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const dns1035Label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const qualifiedPart = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const subdomainText =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const labelText =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const label1035Text =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

const tooLongText = (limit: number): string => `must be no more than ${limit} characters`;

function dnsRule(pattern: RegExp, text: string, limit: number): NameRule {
  return (name, isPrefix) => {
    const shown = isPrefix && name.length > 1 && name.endsWith("-") ? `${name.slice(0, -2)}a` : name;
    return [...(shown.length > limit ? [tooLongText(limit)] : []), ...(pattern.test(shown) ? [] : [text])];
  };
}

/** Most kinds: at most 253 characters, labels with dots between. */
export const subdomainName: NameRule = dnsRule(dns1123Subdomain, subdomainText, 253);
/** Namespaces: at most 63 characters. */
export const labelName: NameRule = dnsRule(dns1123Label, labelText, 63);
/** Services: at most 63 characters, a letter first. */
export const label1035Name: NameRule = dnsRule(dns1035Label, label1035Text, 63);

/** What every object's name must be, so that it fits a path. */
export const pathSegmentName: NameRule = (name, isPrefix) => {
  if (!isPrefix && (name === "." || name === "..")) return [`may not be '${name}'`];
  return ["/", "%"].filter((text) => name.includes(text)).map((text) => `may not contain '${text}'`);
};

/** Keys of labels and annotations, finalizers: `name` or `prefix.example.com/name`. */
export function qualifiedNameProblems(key: string): readonly string[] {
  const parts = key.split("/");
  if (parts.length > 2) return ["a qualified name must consist of alphanumeric characters with an optional DNS subdomain prefix and '/'"];
  const prefix = parts.length === 2 ? (parts[0] ?? "") : undefined;
  const name = parts.at(-1) ?? "";
  const ofPrefix =
    prefix === undefined
      ? []
      : prefix === ""
        ? ["prefix part must be non-empty"]
        : subdomainName(prefix, false).map((text) => `prefix part ${text}`);
  if (name === "") return [...ofPrefix, "name part must be non-empty", "name part must consist of alphanumeric characters"];
  return [
    ...ofPrefix,
    ...(name.length > 63 ? [`name part ${tooLongText(63)}`] : []),
    ...(qualifiedPart.test(name)
      ? []
      : ["name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"]),
  ];
}

export const labelValueProblems = (value: string): readonly string[] => [
  ...(value.length > 63 ? [tooLongText(63)] : []),
  ...(labelValue.test(value)
    ? []
    : [
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
      ]),
];

/** Keys of `data` in ConfigMaps and Secrets. */
export const dataKeyProblems = (key: string): readonly string[] => [
  ...(key.length > 253 ? [tooLongText(253)] : []),
  ...(/^[-._a-zA-Z0-9]+$/.test(key) ? [] : ["a valid config key must consist of alphanumeric characters, '-', '_' or '.'"]),
  ...(key === "." || key.startsWith("..") ? [`must not be '.', '..' or start with '..'`] : []),
];
