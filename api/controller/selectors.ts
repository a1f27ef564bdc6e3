/** `{ app: "web" }`, or the usual text form: `app=web,tier in (front, back),!legacy`. */
export type LabelSelector = Readonly<Record<string, string>> | string;

/** A selector as a query has it. */
export function selectorText(selector: LabelSelector): string {
  if (typeof selector === "string") return selector;
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/**
 * Does an object with these labels fit?
 *
 * @throws {TypeError} The selector cannot be read.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function matchesLabels(selector: LabelSelector, labels: Readonly<Record<string, string>> = {}): boolean {
  if (typeof selector !== "string") return Object.entries(selector).every(([key, value]) => labels[key] === value);
  return requirementsOf(selector).every((requirement) => fits(requirement, labels));
}

interface Requirement {
  readonly key: string;
  readonly operator: "in" | "not in" | "exists" | "not exists";
  readonly values: readonly string[];
}

function fits({ key, operator, values }: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "in":
      return value !== undefined && values.includes(value);
    case "not in":
      return value === undefined || !values.includes(value);
    case "exists":
      return value !== undefined;
    case "not exists":
      return value === undefined;
  }
}

function requirementsOf(text: string): readonly Requirement[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => requirementOf(part));
}

function requirementOf(part: string): Requirement {
  const [, setKey, not, list] = /^([^\s=!,()]+)\s+(not)?in\s*\(([^()]*)\)$/.exec(part) ?? [];
  if (setKey !== undefined) {
    const values = (list ?? "").split(",").map((value) => value.trim());
    return { key: setKey, operator: not === undefined ? "in" : "not in", values };
  }
  const [, key, operator, value] = /^([^\s=!,()]+)\s*(==?|!=)\s*([^\s=!,()]*)$/.exec(part) ?? [];
  if (key !== undefined) return { key, operator: operator === "!=" ? "not in" : "in", values: [value ?? ""] };
  const [, absent, name] = /^(!?)\s*([^\s=!,()]+)$/.exec(part) ?? [];
  if (name !== undefined) return { key: name, operator: absent === "!" ? "not exists" : "exists", values: [] };
  throw new TypeError(`the label selector "${part}" cannot be read`);
}
