import { type Binding, FunctionScope, type ScopeInfo } from "./scopes.ts";

interface Reference {
  readonly name: string;
  readonly scope: ScopeInfo;
  /** Offset in the source. */
  readonly position: number;
  readonly isAssignment: boolean;
}

/** Uses of variables, resolved when all declarations are known. */
export class References {
  readonly #references: Reference[] = [];

  add(name: string, scope: ScopeInfo, position: number, isAssignment: boolean): void {
    this.#references.push({ name, scope, position, isAssignment });
  }

  resolve(): void {
    for (const reference of this.#references) {
      const binding = pseudo.has(reference.name) ? findPseudo(reference) : reference.scope.find(reference.name);
      if (binding !== undefined) note(binding, reference);
    }
  }
}

/** Names that every function but an arrow function has by itself. */
const pseudo = new Set(["this", "new.target", "%callee", "arguments"]);

function note(binding: Binding, { scope, position, isAssignment }: Reference): void {
  if (isAssignment) binding.isReassigned = true;
  if (binding.scope.function !== scope.function) binding.isCaptured = true;
  else if (binding.isLexical && (position < binding.declaredEnd || binding.isInSwitch)) binding.needsHole = true;
}

/** Declared where it is first used; undefined: the name is an ordinary one there (`arguments` at the top level). */
function findPseudo({ name, scope }: Reference): Binding | undefined {
  for (let at: ScopeInfo | undefined = scope; at !== undefined; at = at.parent) {
    const declared = at.bindings.get(name);
    if (declared !== undefined) return declared;
    if (!(at instanceof FunctionScope) || !at.bindsThis) continue;
    if (at.kind === "module") return undefined;
    const binding = at.declare(name, "pseudo");
    if (name === "this" && at.kind === "derived") binding.needsHole = true;
    return binding;
  }
  return undefined;
}
