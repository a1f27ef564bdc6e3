import type * as acorn from "acorn";

/** The nodes of a syntax tree, as ESTree names them. */
export type Node = acorn.AnyNode;
export type { acorn };

export type FunctionNode =
  | acorn.FunctionDeclaration
  | acorn.AnonymousFunctionDeclaration
  | acorn.FunctionExpression
  | acorn.ArrowFunctionExpression;
export type ClassNode = acorn.ClassDeclaration | acorn.AnonymousClassDeclaration | acorn.ClassExpression;

/** Identifiers that a pattern declares, in order. */
export function boundNames(pattern: acorn.Pattern): readonly acorn.Identifier[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "MemberExpression":
      return [];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) => boundNames(property.type === "RestElement" ? property.argument : property.value));
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : boundNames(element)));
    case "RestElement":
      return boundNames(pattern.argument);
    case "AssignmentPattern":
      return boundNames(pattern.left);
  }
}

/** Nodes right below `node`, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []));
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value;
}

/** Does `node` assign the variable `name`, apart from inner functions? Shadowing is not looked at: yes too often does no harm. */
export function assigns(node: Node, name: string): boolean {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all other kinds of nodes are treated alike
  switch (node.type) {
    case "Identifier":
    case "Literal":
    case "ThisExpression":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
    case "FunctionDeclaration":
      return false;
    case "UpdateExpression":
      if (node.argument.type === "Identifier" && node.argument.name === name) return true;
      break;
    case "AssignmentExpression":
      if (boundNames(node.left).some((target) => target.name === name)) return true;
      break;
  }
  return childrenOf(node).some((child) => assigns(child, name));
}

/** A property's name as far as the text tells; undefined for computed ones. */
export function staticKey(node: { readonly key: Node; readonly computed: boolean }): string | undefined {
  if (node.computed) return undefined;
  if (node.key.type === "Identifier") return node.key.name;
  if (node.key.type === "PrivateIdentifier") return `#${node.key.name}`;
  return node.key.type === "Literal" ? literalKey(node.key) : undefined;
}

export function literalKey(node: acorn.Literal): string {
  return node.bigint === undefined || node.bigint === null ? String(node.value) : BigInt(node.bigint).toString();
}
