/** What `Error.prepareStackTrace` gets: places in the bundle, which is one file, and strict code. */

const file = "file:///program.js";

const refused = (name: string): never => $notModelled(`\`${name}\` of a call site is not modelled: names, files, lines and columns are`);

class CallSite {
  #name: string;
  #line: number;
  #column: number;

  constructor(name: string, line: number, column: number) {
    this.#name = name;
    this.#line = line;
    this.#column = column;
  }

  getColumnNumber(): number {
    return this.#column;
  }
  getEnclosingColumnNumber(): never {
    return refused("getEnclosingColumnNumber");
  }
  getEnclosingLineNumber(): never {
    return refused("getEnclosingLineNumber");
  }
  getEvalOrigin(): undefined {
    return undefined;
  }
  getFileName(): string {
    return file;
  }
  /** Not told of strict code. */
  getFunction(): undefined {
    return undefined;
  }
  getFunctionName(): string | null {
    return this.#name === "" ? null : this.#name;
  }
  getLineNumber(): number {
    return this.#line;
  }
  getMethodName(): never {
    return refused("getMethodName");
  }
  getPosition(): never {
    return refused("getPosition");
  }
  getPromiseIndex(): null {
    return null;
  }
  getScriptNameOrSourceURL(): string {
    return file;
  }
  getScriptHash(): never {
    return refused("getScriptHash");
  }
  /** Not told of strict code. */
  getThis(): undefined {
    return undefined;
  }
  getTypeName(): never {
    return refused("getTypeName");
  }
  isAsync(): boolean {
    return false;
  }
  isConstructor(): never {
    return refused("isConstructor");
  }
  isEval(): boolean {
    return false;
  }
  isNative(): boolean {
    return false;
  }
  isPromiseAll(): boolean {
    return false;
  }
  isToplevel(): never {
    return refused("isToplevel");
  }
  toString(): never {
    return refused("toString");
  }
}

/** @param parts Name, line and column of each place, innermost first. */
export function callSites(parts: readonly (string | number)[]): CallSite[] {
  const sites: CallSite[] = [];
  for (let at = 0; at < parts.length; at += 3) {
    sites.push(new CallSite(parts[at] as string, parts[at + 1] as number, parts[at + 2] as number));
  }
  return sites;
}
