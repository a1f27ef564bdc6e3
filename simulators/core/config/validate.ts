import type { Problem } from "../../../protocol/problem.ts";
import { wrongBranchValue, wrongKind } from "./complaints-kind.ts";
import { type ConfigDocument } from "./edits.ts";
import { rangeBetween } from "../lines.ts";
import { originOf } from "./moved.ts";
import { nearest } from "../nearest.ts";
import { type ConfigArray, type ConfigNode, type ConfigObject, type ConfigScalar, memberOf } from "./node.ts";
import { checkNumber, checkText } from "./complaints-value.ts";
import { complain, problemOf, remove, renameTo } from "./problems.ts";
import { bestBranch, isKind, type Schema, type SchemaRules } from "./schema.ts";
import { countOf, either, quote } from "./words.ts";

/** More problems than anybody reads: the rest waits until these are mended. */
const mostProblems = 100;

/** What of a configuration breaks its schema, each at the token that does. */
export function validate(document: ConfigDocument, root: ConfigNode, rules: SchemaRules): readonly Problem[] {
  const validation = new Validation(document, rules);
  validation.value(root, rules.schema);
  return validation.problems;
}

/** Elements in which nothing is wrong, and by which schema: where they stand makes no difference to that. */
const accepted = new WeakMap<ConfigObject, Schema>();

class Validation {
  readonly document: ConfigDocument;
  readonly rules: SchemaRules;
  readonly problems: Problem[] = [];
  /** Where the walk is. */
  readonly pointer: (string | number)[] = [];

  constructor(document: ConfigDocument, rules: SchemaRules) {
    this.document = document;
    this.rules = rules;
  }

  value(node: ConfigNode, schema: Schema): void {
    if (this.isFull()) return;
    if (schema.oneOf) return this.choice(node, schema, schema.oneOf);
    if (!isKind(schema, node)) return this.say(wrongKind(this.document, this.rules, this.pointer, node, [schema]));
    if (node.kind === "object") this.object(node, schema);
    else if (node.kind === "array") this.list(node, schema);
    else this.scalar(node, schema);
  }

  choice(node: ConfigNode, schema: Schema, branches: readonly Schema[]): void {
    const first = branches.find((branch) => isKind(branch, node));
    if (!first) return this.say(wrongKind(this.document, this.rules, this.pointer, node, branches));
    if (first.const !== undefined && node.kind === "string" && node.value !== first.const) {
      return this.say(wrongBranchValue(this.document, this.rules, this.pointer, node, branches));
    }
    if (node.kind !== "object") return this.value(node, first);
    const fitting = branches.filter((branch) => isKind(branch, node));
    if (fitting.length === 1) return this.value(node, first);
    const branch = bestBranch(fitting, node);
    if (branch) return this.value(node, branch);
    const ways = fitting.map(({ required = [] }) =>
      either(
        required.map((name) => `\`${name}\``),
        "and",
      ),
    );
    this.say(
      complain(this.document, this.rules.code, "error", this.pointer, `${schema.title ?? "This"} needs ${either(ways)}`, { place: "key" }),
    );
  }

  object(node: ConfigObject, schema: Schema): void {
    this.missing(node, schema);
    this.repeatedNames(node.members);
    for (const member of node.members) {
      if (this.isFull()) return;
      const name = member.key?.name ?? "";
      this.pointer.push(name);
      this.member(member, name, schema, node);
      this.pointer.pop();
    }
  }

  member(member: ConfigNode, name: string, schema: Schema, around: ConfigObject): void {
    const known = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (known) return this.value(member, known);
    if (schema.additionalProperties === false) return this.unknown(name, schema, around);
    if (schema.propertyNames) this.say(checkText(this.document, this.rules, this.pointer, name, schema.propertyNames, "key"));
    if (schema.additionalProperties) this.value(member, schema.additionalProperties);
  }

  unknown(name: string, schema: Schema, around: ConfigObject): void {
    const taken = new Set(around.members.map((member) => member.key?.name));
    const free = Object.keys(schema.properties ?? {}).filter((other) => !taken.has(other));
    const meant = nearest(name, free);
    const hint = meant
      ? `; did you mean \`${meant}\`?`
      : free.length > 0
        ? `; here may stand ${either(free.map((other) => `\`${other}\``))}`
        : "";
    const fixes = [
      ...(meant ? [renameTo(this.document, this.pointer, meant)] : []),
      remove(this.document, this.pointer, `Remove ${quote(name)}`),
    ];
    this.say(
      complain(this.document, this.rules.code, "error", this.pointer, `Unknown property ${quote(name)}${hint}`, { place: "key", fixes }),
    );
  }

  missing(node: ConfigObject, schema: Schema): void {
    const { required = [] } = schema;
    if (required.every((name) => memberOf(node, name))) return;
    const lacking = required.filter((name) => !memberOf(node, name));
    const what =
      this.pointer.length === 0 ? "The configuration" : node.key ? quote(node.key.name) : `This ${schema.title?.toLowerCase() ?? "entry"}`;
    const message = `${what} lacks ${either(
      lacking.map((name) => `\`${name}\``),
      "and",
    )}`;
    this.say(complain(this.document, this.rules.code, "error", this.pointer, message, { place: "key" }));
  }

  repeatedNames(members: readonly ConfigNode[]): void {
    const first = new Map<string, ConfigNode>();
    for (const member of members) {
      const name = member.key?.name ?? "";
      if (this.isFull()) return;
      const earlier = first.get(name);
      if (earlier) this.twice(name, member, earlier);
      else first.set(name, member);
    }
  }

  /** Parsers differ in which of the two they take, so neither is right. */
  twice(name: string, member: ConfigNode, first: ConfigNode): void {
    const { spans } = this.document;
    const rangeOfKey = ({ key, start, end }: ConfigNode) => rangeBetween(spans.lines, key?.start ?? start, key?.end ?? end);
    this.say(
      problemOf(this.document, {
        code: this.rules.code,
        severity: "error",
        message: `${quote(name)} is there twice`,
        range: rangeOfKey(member),
        related: [{ message: `${quote(name)} for the first time`, range: rangeOfKey(first) }],
        fixes: [remove(this.document, [...this.pointer, name], `Remove the last ${quote(name)}`)],
      }),
    );
  }

  list(node: ConfigArray, schema: Schema): void {
    const { minItems = 0, items, uniqueItems } = schema;
    if (node.members.length < minItems) {
      const least = minItems === 1 ? "must not be empty" : `needs at least ${countOf(minItems, "element")}`;
      this.say(complain(this.document, this.rules.code, "error", this.pointer, `${quote(node.key?.name ?? "this list")} ${least}`));
    }
    if (uniqueItems) this.repeated(node);
    if (!items) return;
    node.members.forEach((member, index) => {
      if (member.kind === "object" && accepted.get(originOf(member)) === items) return;
      this.pointer.push(index);
      const before = this.problems.length;
      this.value(member, items);
      if (member.kind === "object" && this.problems.length === before && !this.isFull()) accepted.set(originOf(member), items);
      this.pointer.pop();
    });
  }

  repeated(node: ConfigArray): void {
    const seen = new Set<unknown>();
    node.members.forEach((member, index) => {
      if (member.kind === "object" || member.kind === "array") return;
      if (this.isFull()) return;
      const pointer = [...this.pointer, index];
      if (seen.has(member.value)) {
        const message = `${quote(node.key?.name ?? "This list")} has ${quote(member.value)} twice`;
        const fixes = [remove(this.document, pointer, `Remove the second ${quote(member.value)}`, true)];
        this.say(complain(this.document, this.rules.code, "error", pointer, message, { fixes }));
      }
      seen.add(member.value);
    });
  }

  scalar(node: ConfigScalar, schema: Schema): void {
    if (typeof node.value === "number") this.say(checkNumber(this.document, this.rules, this.pointer, node.value, schema));
    else if (typeof node.value === "string") this.say(checkText(this.document, this.rules, this.pointer, node.value, schema, "value"));
  }

  say(problem: Problem | undefined): void {
    if (problem && !this.isFull()) this.problems.push(problem);
  }

  isFull(): boolean {
    return mostProblems <= this.problems.length;
  }
}
