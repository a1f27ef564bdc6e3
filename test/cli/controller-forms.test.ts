import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Report } from "../../protocol/report.ts";
import { buildProgram, type Ended, type Program, workspace } from "./programs.ts";

/** Where a reconcile function may stand. It fails with the word that only its own surroundings know, so that the report tells that it was run, and as what. */
interface Form {
  readonly name: string;
  readonly text: string;
  readonly file?: string;
  /** Beside the file itself. */
  readonly more?: Readonly<Record<string, string>>;
}

const tags = "/**\n * @reconcile a.example.com/v1 A\n * @sample ./a.yaml\n */\n";
const sample = "apiVersion: a.example.com/v1\nkind: A\nmetadata: { name: one, namespace: two }\nspec: {}\n";
const reconciler = `class Reconciler {
  constructor(private readonly word: string) {}
  async reconcile(cr: { metadata: { name: string } }): Promise<void> {
    throw new Error(this.word + " " + cr.metadata.name);
  }
}
`;
const fails = `async (cr) => { throw new Error("told " + cr.metadata.name); }`;

const forms: readonly Form[] = [
  {
    name: "a bound method",
    text: `${reconciler}const r = new Reconciler("told");\n${tags}export const reconcile = r.reconcile.bind(r);\n`,
  },
  {
    name: "a method bound to an object without a name",
    text: `${reconciler}${tags}export const reconcile = Reconciler.prototype.reconcile.bind(new Reconciler("told"));\n`,
  },
  {
    name: "what a function makes",
    text: `const make = (word: string) => ${fails.replace('"told "', 'word + " "')};\n${tags}const hidden = make("told");\n`,
  },
  {
    name: "a method of an object",
    text: `export const page = {\n  word: "told",\n${tags}  async reconcile(cr: any) { throw new Error(this.word + " " + cr.metadata.name); },\n};\n`,
  },
  { name: "a function in a property", text: `export default {\n${tags}  "on-change": ${fails.replace("cr", "cr: any")},\n};\n` },
  {
    name: "a method of an object that is handed over",
    text: `const kept: any[] = [];\nfunction register(handler: any) { kept.push(handler); return kept; }\nregister({\n  word: "told",\n${tags}  async reconcile(cr: any) { throw new Error(this.word + " " + cr.metadata.name); },\n}).length;\n`,
  },
  {
    name: "a static method",
    text: `export class Page {\n  static word = "told";\n${tags}  static async reconcile(cr: any) { throw new Error(this.word + " " + cr.metadata.name); }\n}\n`,
  },
  {
    name: "a method of a class that makes itself",
    text: `class Page {\n  word = "told";\n${tags}  async reconcile(cr: any) { throw new Error(this.word + " " + cr.metadata.name); }\n}\n`,
  },
  {
    name: "a method of a class of which there is an object",
    text: `${reconciler.replace("  async", `${tags}  async`)}export const pages = new Reconciler("told");\n`,
  },
  {
    name: "a method of an object that is started without a name",
    text: `${reconciler.replace("  async", `  start(): this { return this; }\n${tags}  async`)}new Reconciler("told").start();\n`,
  },
  {
    name: "a function in a field",
    text: `class Page {\n  word = "told";\n${tags}  reconcile = async (cr: any) => { throw new Error(this.word + " " + cr.metadata.name); };\n}\nconst page = new Page();\nexport { page };\n`,
  },
  { name: "a default export that is a name", text: `const run: any = ${fails};\n${tags}export default run;\n` },
  { name: "a default export that is made", text: `const make = () => ${fails.replace("cr", "cr: any")};\n${tags}export default make();\n` },
  { name: "an export list", text: `const run: any = ${fails};\n${tags}export { run as reconcile };\n` },
  {
    name: "a re-export",
    text: `${tags}export { run as reconcile } from "./other.ts";\n`,
    more: { "other.ts": `export const run: any = ${fails};\n` },
  },
  {
    name: "an import",
    text: `${tags}import { run } from "./other.ts";\nexport const kept = run;\n`,
    more: { "other.ts": `export const run: any = ${fails};\n` },
  },
  {
    name: "a property of exports",
    file: "main.js",
    text: `"use strict";\nconst word = "told ";\n${tags}exports.reconcile = async function (cr) { throw new Error(word + cr.metadata.name); };\n`,
  },
  { name: "module.exports", file: "main.cjs", text: `${tags}module.exports = ${fails};\n` },
  {
    name: "a property of module.exports, by name",
    file: "main.js",
    text: `const run = ${fails};\n${tags}module.exports.reconcile = run;\nmodule.exports.other = 1;\n`,
  },
];

const unusable: readonly (Form & { readonly says: RegExp })[] = [
  { name: "a class", text: `${tags}export class Page {}\n`, says: /stands on a class/ },
  { name: "a type", text: `${tags}export interface Page {}\n`, says: /stands on a type/ },
  { name: "a number", text: `${tags}export const reconcile = 1;\n`, says: /a variable that is not a function/ },
  {
    name: "a class that needs to be told something",
    text: reconciler.replace("  async", `${tags}  async`),
    says: /a class of which this module makes no object/,
  },
  {
    name: "an object inside of a function",
    text: `export function make() { return {\n${tags}  async reconcile() {},\n}; }\n`,
    says: /made inside a function/,
  },
  {
    name: "a function inside of another one",
    text: `export function make() {\n${tags}async function reconcile() {}\nreturn reconcile; }\n`,
    says: /a function inside another one/,
  },
  { name: "several exports", text: `const a = async () => {}, b = a;\n${tags}export { a, b };\n`, says: /other than one function/ },
  { name: "nothing", text: `export const a = 1;\n${tags}`, says: /stands on nothing/ },
  {
    name: "what turns out to be no function",
    text: `const make = (): any => ({});\n${tags}export const reconcile = make();\n`,
    says: /`reconcile` is no function when the module has been loaded/,
  },
];

let program: Program;
let work: { readonly folder: string; readonly remove: () => void };
const folderOf = (kind: string, index: number): string => `${kind}-${index}`;
const filesOf = (kind: string, all: readonly Form[]) =>
  all.flatMap(({ text, file = "main.ts", more = {} }, index) =>
    Object.entries({ [file]: text, "a.yaml": sample, ...more }).map(
      ([name, content]) => [`${folderOf(kind, index)}/${name}`, content] as const,
    ),
  );
let ended: Ended;
let report: Report;
before(async () => {
  program = await buildProgram();
  work = workspace(Object.fromEntries([...filesOf("form", forms), ...filesOf("unusable", unusable)]));
  ended = program.run(work.folder, ["check", ".", "--format", "json", "--output", "report.json"]);
  report = JSON.parse(readFileSync(join(work.folder, "report.json"), "utf8")) as Report;
});
after(() => {
  program.remove();
  work.remove();
});

for (const [index, { name, text, file = "main.ts" }] of forms.entries()) {
  test(`a reconcile function may be ${name}`, () => {
    const result = report.results.find(({ path }) => path === `${folderOf("form", index)}/${file}`);
    assert.ok(result, ended.err);
    assert.equal(result.verdict, "violated", JSON.stringify(result.problems.map(({ message }) => message)));
    const [problem] = result.problems.filter(({ code }) => code === "FL2001");
    assert.match(problem?.message ?? "", /told one/);
    if (problem?.path.endsWith(file)) {
      const line = text.split("\n").findIndex((each) => each.includes("throw new"));
      assert.equal(problem.range.start.line, line, "places are those of the text as it is written");
    }
  });
}

for (const [index, { name, says }] of unusable.entries()) {
  test(`${name} is no reconcile function: that is said, and is no success`, () => {
    const result = report.results.find(({ path }) => path === `${folderOf("unusable", index)}/main.ts`);
    assert.equal(result?.verdict, "not-run");
    assert.equal(result.reason?.code, "FL0002");
    assert.match(result.problems[0]?.message ?? "", says);
    const alone = program.run(work.folder, ["check", folderOf("unusable", index)]);
    assert.equal(alone.status, 3, alone.out);
  });
}
