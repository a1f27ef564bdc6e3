import type ts from "typescript";
import { unwrap } from "../../core/source/owners.ts";
import type { TypeScript } from "../../core/source/typescript.ts";
import type { Look } from "./look.ts";

/** What an API call does to the cluster. */
export type CallKind = "read" | "list" | "create" | "replace" | "patch" | "delete" | "delete-all";

/** A call of a Kubernetes client, or of `kube`, in the text. */
export interface ApiCall {
  readonly node: ts.CallExpression;
  readonly kind: CallKind;
  /** `replaceNamespacedService`, `update`. */
  readonly method: string;
  readonly style: "client" | "kube";
}

/** `readNamespacedPod`, `listClusterCustomObject`, `deleteCollectionNamespacedSecret`: the name grammar of `@kubernetes/client-node`. */
const grammar = /^(create|read|get|list|replace|patch|deleteCollection|delete)((?:Namespaced|Cluster)?[A-Z]\w*)$/;

const kinds: Readonly<Record<string, CallKind>> = {
  create: "create",
  read: "read",
  get: "read",
  list: "list",
  replace: "replace",
  patch: "patch",
  delete: "delete",
  deleteCollection: "delete-all",
};

const kubeKinds: Readonly<Record<string, CallKind>> = {
  get: "read",
  list: "list",
  create: "create",
  update: "replace",
  updateStatus: "replace",
  patch: "patch",
  apply: "patch",
  delete: "delete",
};

const objectKinds: Readonly<Record<string, CallKind>> = {
  create: "create",
  read: "read",
  replace: "replace",
  patch: "patch",
  delete: "delete",
  list: "list",
};

/** Names in a file that stand for clients. */
export interface Clients {
  /** `makeApiClient(…)`, `new CoreV1Api(…)`, or typed so. */
  readonly api: ReadonlySet<string>;
  /** `KubernetesObjectApi`. */
  readonly object: ReadonlySet<string>;
  /** Parameters of reconcile functions of the framework, and those typed `Kube`. */
  readonly kube: ReadonlySet<string>;
}

/** Every API call of a file, in order. */
export function apiCallsOf(look: Look): readonly ApiCall[] {
  const clients = clientsOf(look);
  return look.all.flatMap((node) => (look.compiler.isCallExpression(node) ? (readCall(look, node, clients) ?? []) : []));
}

function readCall({ compiler }: Look, node: ts.CallExpression, clients: Clients): ApiCall | undefined {
  const callee = unwrap(compiler, node.expression);
  if (!compiler.isPropertyAccessExpression(callee)) return undefined;
  const method = callee.name.text;
  const receiver = nameOf(compiler, unwrap(compiler, callee.expression));
  if (receiver === undefined) return undefined;
  const kubeKind = kubeKinds[method];
  if (clients.kube.has(receiver) && kubeKind) return { node, kind: kubeKind, method, style: "kube" };
  const objectKind = objectKinds[method];
  if (clients.object.has(receiver) && objectKind) return { node, kind: objectKind, method, style: "client" };
  const [, verb = "", rest = ""] = grammar.exec(method) ?? [];
  const kind = kinds[verb];
  // A client that comes from another file is told by the name of the method alone.
  if (kind && (clients.api.has(receiver) || /^(?:Namespaced|ClusterCustom)[A-Z]/.test(rest)))
    return { node, kind, method, style: "client" };
  return undefined;
}

/** `apps` of `apps.x()`, `this.apps.x()`, `clients.apps.x()`. */
function nameOf(compiler: TypeScript, expression: ts.Expression): string | undefined {
  if (compiler.isIdentifier(expression)) return expression.text;
  if (compiler.isPropertyAccessExpression(expression)) return expression.name.text;
  return undefined;
}

const apiType = /^(?:[A-Z]\w*)?(?:V\d\w*|CustomObjects|Apiextensions\w*)Api$/;

function clientsOf({ compiler, all }: Look): Clients {
  const api = new Set<string>();
  const object = new Set<string>();
  const kube = new Set<string>();
  const see = (name: string | undefined, type: ts.TypeNode | undefined, value: ts.Expression | undefined): void => {
    if (name === undefined) return;
    const typeName = type && compiler.isTypeReferenceNode(type) ? lastName(compiler, type.typeName) : undefined;
    const made = value && madeBy(compiler, unwrap(compiler, value));
    for (const client of [typeName, made]) {
      if (client === "KubernetesObjectApi") object.add(name);
      else if (client === "Kube") kube.add(name);
      else if (client !== undefined && (client === "client" || apiType.test(client))) api.add(name);
    }
  };
  for (const node of all) {
    if (compiler.isVariableDeclaration(node) || compiler.isPropertyDeclaration(node) || compiler.isParameter(node))
      see(compiler.isIdentifier(node.name) ? node.name.text : undefined, node.type, node.initializer);
    else if (compiler.isPropertyAssignment(node))
      see(compiler.isIdentifier(node.name) ? node.name.text : undefined, undefined, node.initializer);
    else if (compiler.isBinaryExpression(node) && node.operatorToken.kind === compiler.SyntaxKind.EqualsToken)
      see(nameOf(compiler, node.left), undefined, node.right);
    const parameter = kubeParameter(compiler, node);
    if (parameter !== undefined) kube.add(parameter);
  }
  return { api, object, kube };
}

/** The class whose instance an expression makes: of `makeApiClient(X)`, `new X(…)`, `X.makeApiClient(…)`. */
function madeBy(compiler: TypeScript, value: ts.Expression): string | undefined {
  if (compiler.isNewExpression(value)) return expressionName(compiler, value.expression);
  if (!compiler.isCallExpression(value) || !compiler.isPropertyAccessExpression(value.expression)) return undefined;
  if (value.expression.name.text !== "makeApiClient") return undefined;
  const [argument] = value.arguments;
  const receiver = expressionName(compiler, value.expression.expression);
  if (receiver === "KubernetesObjectApi") return receiver;
  return (argument && expressionName(compiler, argument)) ?? "client";
}

function expressionName(compiler: TypeScript, expression: ts.Expression): string | undefined {
  if (compiler.isIdentifier(expression)) return expression.text;
  return compiler.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}

const lastName = (compiler: TypeScript, name: ts.EntityName): string => (compiler.isIdentifier(name) ? name.text : name.right.text);

/** `reconcile(request, kube)` in a definition. */
function kubeParameter(compiler: TypeScript, node: ts.Node): string | undefined {
  const isMethod = compiler.isMethodDeclaration(node) && compiler.isIdentifier(node.name) && node.name.text === "reconcile";
  const fn = isMethod
    ? node
    : compiler.isPropertyAssignment(node) &&
        compiler.isIdentifier(node.name) &&
        node.name.text === "reconcile" &&
        (compiler.isArrowFunction(node.initializer) || compiler.isFunctionExpression(node.initializer))
      ? node.initializer
      : undefined;
  if (!fn || !isDefinition(compiler, fn)) return undefined;
  const second = fn.parameters[1];
  return second && compiler.isIdentifier(second.name) ? second.name.text : undefined;
}

function isDefinition(compiler: TypeScript, fn: ts.Node): boolean {
  for (let at: ts.Node = fn.parent; at; at = at.parent)
    if (compiler.isCallExpression(at)) return at.expression.getText().endsWith("defineController");
  return false;
}
