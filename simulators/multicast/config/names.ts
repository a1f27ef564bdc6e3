import type { Topology } from "../model.ts";
import { hostText } from "../names.ts";
import { hostCount } from "../topology.ts";
import { memberLimit } from "./bounds.ts";
import { forEachHost, type HostExpression, matches, parseHosts, sizeOfPattern } from "./hosts.ts";
import { nearest } from "./nearest.ts";
import { type ConfigNode, elementsOf, type Pointer } from "../../core/config/node.ts";
import { quote } from "../../core/config/words.ts";

/** Something wrong with one element of a list of hosts. */
export interface Trouble {
  /** The element. */
  readonly pointer: Pointer;
  readonly message: string;
  readonly severity: "error" | "warning";
  /** What to write instead. */
  readonly mended?: string;
  /** The element says nothing new and may go. */
  readonly isSuperfluous?: boolean;
}

/** A list of hosts, read. */
export interface Members {
  /** Ascending, distinct. Without those that could not be read. */
  readonly hosts: readonly number[];
  readonly troubles: readonly Trouble[];
  /** Entries of `hosts` that are wrong themselves and are used here, directly or through other names: a few of them. */
  readonly brokenNames: ReadonlySet<string>;
  /** False: what it says depends on the entries of `hosts` too. */
  readonly isPlain: boolean;
  /** Hosts that its expressions stand for, those listed twice counted twice: what it takes of `memberLimit`. */
  readonly charge: number;
}

/** All host expressions of a file stand for more than `memberLimit` hosts. */
export class TooManyMembers extends Error {
  override readonly name = "TooManyMembers";
  readonly pointer: Pointer;

  constructor(pointer: Pointer) {
    super("too many members");
    this.pointer = pointer;
  }
}

/** What a name leads to: its members, nothing, itself, or too many other names. */
type Named = Members | undefined | "cycle" | "long";

const isMembers = (named: Named): named is Members => typeof named === "object";

/** Names that use names that use names: read by recursion. */
const longestChain = 100;

/** Names of a cycle that are told. */
const longestWay = 10;

/** Nobody reads more of one list. */
const mostTroubles = 1000;

/** Misspelt names that a correction is looked for: the time for one grows with the number of names. */
const mostCorrections = 50;

/** Enough to say what is wrong; all of them could be many for each of many names. */
const mostBrokenNames = 20;

function addSome(to: Set<string>, names: ReadonlySet<string>): void {
  for (const name of names) if (to.size < mostBrokenNames) to.add(name);
}

const nobody: ReadonlySet<string> = new Set();

/** Reads host expressions and the names that stand for them. Every name is read once, and work is bounded by `memberLimit`. */
export class HostReader {
  readonly topology: Topology;
  /** Entries of `hosts` by name, in the order of the file. */
  readonly entries: ReadonlyMap<string, ConfigNode>;
  readonly read = new Map<string, Members>();
  /** Names that are being read, innermost last. */
  readonly open: string[] = [];
  /** `seen[host] === round`: the host is in the list that is being read. */
  readonly seen: Int32Array;
  round = 0;
  charged = 0;
  misspelt = 0;

  constructor(topology: Topology, names: ConfigNode | undefined) {
    this.topology = topology;
    this.entries = new Map(names?.kind === "object" ? names.members.map((member) => [member.key?.name ?? "", member]) : []);
    this.seen = new Int32Array(hostCount(topology));
  }

  /**
   * What an entry of `hosts` stands for.
   * @throws {TooManyMembers}
   */
  entry(name: string): Members | undefined {
    const known = this.read.get(name);
    const node = this.entries.get(name);
    if (known || !node) return known;
    this.open.push(name);
    const pointer = ["hosts", name];
    const members = node.kind === "array" ? this.list(node, pointer) : this.elements([node], pointer, () => pointer);
    this.open.pop();
    const broken = members.troubles.some(({ severity }) => severity === "error")
      ? new Set([name, ...members.brokenNames])
      : members.brokenNames;
    const result = { ...members, brokenNames: broken };
    this.read.set(name, result);
    return result;
  }

  /**
   * The hosts of a list.
   * @throws {TooManyMembers}
   */
  list(node: ConfigNode | undefined, pointer: Pointer): Members {
    return this.elements(elementsOf(node), pointer, (index) => [...pointer, index]);
  }

  /**
   * The hosts of several expressions together.
   * @param pointerOf Where the element with this index stands.
   * @throws {TooManyMembers}
   */
  elements(elements: readonly ConfigNode[], pointer: Pointer, pointerOf: (index: number) => Pointer): Members {
    const expressions = elements.map((node) => this.expression(node));
    // Names first: reading them uses `seen` too.
    const named = expressions.map((expression) => (expression.kind === "name" ? this.named(expression.name) : undefined));
    const troubles: Trouble[] = [];
    const brokenNames = new Set<string>();
    const union = new Union(this.seen, ++this.round);
    const charged = this.charged;
    expressions.forEach((expression, index) => {
      const members = named[index];
      if (isMembers(members)) addSome(brokenNames, members.brokenNames);
      const trouble = this.troubleOf(expression, members, () => pointerOf(index));
      if (trouble) return void troubles.push(trouble);
      const size = this.charge(expression, members, pointer);
      const repeated = union.add(this.topology, expression, members);
      if (repeated && troubles.length < mostTroubles)
        troubles.push(this.twice(elements, expressions, index, pointerOf(index), repeated, size));
    });
    const [first] = named;
    const hosts = expressions.length === 1 && isMembers(first) ? first.hosts : union.sorted();
    const isPlain = expressions.every(({ kind }) => kind !== "name");
    return { hosts, troubles, brokenNames: brokenNames.size === 0 ? nobody : brokenNames, isPlain, charge: this.charged - charged };
  }

  /** Counts the hosts of an expression before anything is made of them. */
  charge(expression: HostExpression, members: Named, pointer: Pointer): number {
    const size = expression.kind === "pattern" ? sizeOfPattern(expression) : isMembers(members) ? members.hosts.length : 0;
    this.chargeHosts(size, pointer);
    return size;
  }

  /** @throws {TooManyMembers} */
  chargeHosts(hosts: number, pointer: Pointer): void {
    this.charged += hosts;
    if (memberLimit < this.charged) throw new TooManyMembers(pointer);
  }

  expression(node: ConfigNode): HostExpression {
    const value = node.kind === "string" || node.kind === "number" ? node.value : "";
    return parseHosts(this.topology, typeof value === "number" || typeof value === "string" ? value : "");
  }

  named(name: string): Named {
    if (this.open.includes(name)) return "cycle";
    return longestChain <= this.open.length ? "long" : this.entry(name);
  }

  troubleOf(expression: HostExpression, members: Named, pointerOf: () => Pointer): Trouble | undefined {
    if (expression.kind === "pattern") return undefined;
    if (expression.kind === "bad") {
      const { message, mended } = expression;
      return { pointer: pointerOf(), severity: "error", message, ...(mended === undefined ? {} : { mended }) };
    }
    if (members === undefined) return this.unknown(expression.name, pointerOf());
    if (isMembers(members)) return undefined;
    const way = [...this.open.slice(this.open.indexOf(expression.name)), expression.name];
    const message =
      members === "cycle"
        ? `The name ${quote(expression.name)} stands for itself: ${way.slice(0, longestWay).join(" → ")}`
        : `Names use names more than ${longestChain} deep here`;
    return { pointer: pointerOf(), severity: "error", message };
  }

  unknown(name: string, pointer: Pointer): Trouble {
    const asPattern = parseHosts(this.topology, `${name}.l*.h*`);
    this.misspelt++;
    const meant =
      (this.misspelt <= mostCorrections ? nearest(name, this.entries.keys()) : undefined) ??
      (asPattern.kind === "pattern" ? `${name}.l*.h*` : undefined);
    const hint = meant === undefined ? (this.entries.size === 0 ? ": there is no `hosts`" : "") : `; did you mean \`${meant}\`?`;
    return {
      pointer,
      severity: "error",
      message: `${quote(name)} is no name in \`hosts\`${hint}`,
      ...(meant === undefined ? {} : { mended: meant }),
    };
  }

  twice(
    elements: readonly ConfigNode[],
    expressions: readonly HostExpression[],
    index: number,
    pointer: Pointer,
    repeated: Repeated,
    size: number,
  ): Trouble {
    const text = textOf(elements[index]);
    const earlier = expressions.findIndex((expression) => this.contains(expression, repeated.host));
    const other = earlier === -1 || earlier === index ? text : textOf(elements[earlier]);
    const host = hostText(this.topology, repeated.host);
    const isSuperfluous = repeated.count === size;
    const message = !isSuperfluous
      ? `${repeated.count === 1 ? "A host" : `${repeated.count} hosts`} of ${quote(text)} ${repeated.count === 1 ? "is" : "are"} listed twice: \`${host}\` is in ${quote(other)} too`
      : other === text
        ? `${quote(text)} is listed twice`
        : `${quote(text)} is listed twice: ${quote(other)} has ${size === 1 ? "it" : "all of it"} already`;
    return { pointer, severity: "warning", message, isSuperfluous };
  }

  contains(expression: HostExpression, host: number): boolean {
    if (expression.kind === "name") return hasNumber(this.read.get(expression.name)?.hosts ?? [], host);
    return expression.kind === "pattern" && matches(this.topology, expression, host);
  }
}

/** Is `wanted` one of these ascending numbers? */
function hasNumber(numbers: readonly number[], wanted: number): boolean {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === wanted;
}

const textOf = (node: ConfigNode | undefined): string =>
  node && node.kind !== "object" && node.kind !== "array" ? String(node.value) : "";

interface Repeated {
  /** The first host that was there already. */
  readonly host: number;
  readonly count: number;
}

/** Hosts in the order they come, each once. */
class Union {
  readonly seen: Int32Array;
  readonly round: number;
  readonly hosts: number[] = [];
  isAscending = true;

  constructor(seen: Int32Array, round: number) {
    this.seen = seen;
    this.round = round;
  }

  add(topology: Topology, expression: HostExpression, members: Named): Repeated | undefined {
    let count = 0;
    let host = -1;
    const visit = (next: number): void => {
      if (this.seen[next] !== this.round) return this.push(next);
      if (count === 0) host = next;
      count++;
    };
    if (expression.kind === "pattern") forEachHost(topology, expression, visit);
    else if (isMembers(members)) members.hosts.forEach(visit);
    return count === 0 ? undefined : { host, count };
  }

  push(host: number): void {
    this.seen[host] = this.round;
    if (this.hosts.length > 0 && host < (this.hosts.at(-1) ?? 0)) this.isAscending = false;
    this.hosts.push(host);
  }

  sorted(): readonly number[] {
    if (this.isAscending) return this.hosts;
    return this.hosts.length < 1000 ? this.hosts.sort((a, b) => a - b) : Array.from(Int32Array.from(this.hosts).sort());
  }
}
