import { type ConfigNode, elementsOf, memberOf } from "./node.ts";
import type { Schema } from "./schema.ts";

/**
 * Reads an object that has passed the schema; what is left out has the schema's default.
 * Asking for what has neither is a mistake of ours and throws.
 */
export class Fields {
  readonly node: ConfigNode | undefined;
  readonly schema: Schema;

  /** @param node Undefined: everything has its default. */
  constructor(node: ConfigNode | undefined, schema: Schema) {
    this.node = node;
    this.schema = schema;
  }

  has(name: string): boolean {
    return memberOf(this.node, name) !== undefined;
  }

  number(name: string): number {
    return this.optionalNumber(name) ?? this.fail(name);
  }

  /** Undefined: neither written nor by default. */
  optionalNumber(name: string): number | undefined {
    const value = this.value(name);
    return typeof value === "number" ? value : undefined;
  }

  boolean(name: string): boolean | undefined {
    const value = this.value(name);
    return typeof value === "boolean" ? value : undefined;
  }

  text(name: string): string {
    const value = this.value(name);
    return typeof value === "string" ? value : this.fail(name);
  }

  optionalText(name: string): string | undefined {
    const value = this.value(name);
    return typeof value === "string" ? value : undefined;
  }

  fields(name: string): Fields {
    return new Fields(memberOf(this.node, name), this.schema.properties?.[name] ?? this.fail(name));
  }

  /** A list of numbers. */
  numbers(name: string): readonly number[] {
    return this.scalars(name).filter((value): value is number => typeof value === "number");
  }

  texts(name: string): readonly string[] {
    return this.scalars(name).filter((value): value is string => typeof value === "string");
  }

  /** The elements of a list of objects; empty when it is left out. */
  list(name: string): readonly Fields[] {
    const items = this.schema.properties?.[name]?.items ?? this.fail(name);
    return elementsOf(memberOf(this.node, name)).map((element) => new Fields(element, items));
  }

  private value(name: string): unknown {
    const member = memberOf(this.node, name);
    if (member) return member.kind === "object" || member.kind === "array" ? undefined : member.value;
    return this.schema.properties?.[name]?.default;
  }

  private scalars(name: string): readonly unknown[] {
    const member = memberOf(this.node, name);
    if (member) return elementsOf(member).map((element) => ("value" in element ? element.value : undefined));
    const value = this.schema.properties?.[name]?.default;
    return Array.isArray(value) ? value : [];
  }

  private fail(name: string): never {
    throw new Error(`The schema lets ${name} be left out, but has no default`);
  }
}
