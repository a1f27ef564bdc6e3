import type { Journal, TakenBack } from "../vm/journal.ts";

/** A state of a program where it was met first: the step that leads there begins in its parent. */
export interface Met<Node> {
  /** Undefined: the modules have just been evaluated. */
  readonly parent: Node | undefined;
  /** What its step changes, while the machine is elsewhere and it is kept. */
  again?: TakenBack | undefined;
}

/** A step on the machine's present path, and the journal before it. */
interface OnPath<Node> {
  /** Undefined: the state that it leads to has been met elsewhere. */
  node: Node | undefined;
  readonly mark: number;
}

/**
 * Where a machine is among the states of its program.
 *
 * A suspended function cannot be copied: it is the list of what has happened to it. To go on from a state, the machine goes back to where its path
 * and that of the state part, and takes the rest of the steps again: what they have changed, if that is still known, else by running them.
 */
export class MachinePath<Node extends Met<Node>> {
  readonly #journal: Journal;
  readonly #run: (node: Node) => void;
  readonly #path: OnPath<Node>[] = [];
  /** Nodes with `again`, in the order in which they were left. */
  readonly #kept = new Set<Node>();
  #keptWords = 0;

  /** @param run Runs the step of a node; the machine is at its parent. */
  constructor(journal: Journal, run: (node: Node) => void) {
    this.#journal = journal;
    this.#run = run;
  }

  /** Brings the machine to a node by its present path's common part. @param node Undefined: to where its modules have just been evaluated. */
  goTo(node: Node | undefined): void {
    const steps: Node[] = [];
    for (let at = node; at; at = at.parent) steps.push(at);
    steps.reverse();
    let common = 0;
    while (common < steps.length && this.#path[common]?.node === steps[common] && steps[common] !== undefined) common += 1;
    this.#cut(common);
    for (const next of steps.slice(common)) {
      if (!this.#takeAgain(next)) this.take(() => this.#run(next));
      this.name(next);
    }
  }

  /** Takes a step from where the machine is. If it throws, the machine is where it was before. */
  take(run: () => void): void {
    const { mark } = this.#journal;
    try {
      run();
    } catch (error) {
      this.#journal.undoTo(mark);
      throw error;
    }
    this.#path.push({ node: undefined, mark });
  }

  /** The step taken last has led to this state, which was not met before. */
  name(node: Node): void {
    const last = this.#path.at(-1);
    if (last) last.node = node;
  }

  /** Takes back the steps from there on; what the last ones have changed is kept for the next time. */
  #cut(length: number): void {
    for (let last = this.#path.pop(); last !== undefined; last = this.#path.pop()) {
      if (this.#path.length < length) {
        this.#path.push(last);
        return;
      }
      if (last.node === undefined) this.#journal.undoTo(last.mark);
      else this.#keep(last.node, this.#journal.takeBack(last.mark));
    }
  }

  #keep(node: Node, taken: TakenBack): void {
    node.again = taken;
    this.#kept.add(node);
    this.#keptWords += taken.length;
    for (const oldest of this.#kept) {
      if (this.#keptWords <= mostKeptWords) return;
      this.#forget(oldest);
    }
  }

  #forget(node: Node): TakenBack | undefined {
    const { again } = node;
    if (again === undefined) return undefined;
    this.#keptWords -= again.length;
    this.#kept.delete(node);
    node.again = undefined;
    return again;
  }

  /** Does what the step of a node has changed, without running it. */
  #takeAgain(node: Node): boolean {
    const taken = this.#forget(node);
    if (taken === undefined) return false;
    const { mark } = this.#journal;
    this.#journal.doAgain(taken);
    this.#path.push({ node, mark });
    return true;
  }
}

/** Three words for each change: some ten megabytes, and as much again for what was made. */
const mostKeptWords = 2_000_000;
