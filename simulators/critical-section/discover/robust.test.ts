import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import typescript from "typescript";
import { lineStarts, positionAt } from "../../core/lines.ts";
import { criticalSectionCodes } from "../codes.ts";
import { complete } from "./complete.ts";
import { discover } from "./discover.ts";
import { fixesFor } from "./fixes.ts";
import { hover } from "./hover.ts";
import { instrument } from "./instrument.ts";
import { apply, problemsIn, unitOf } from "./testing.ts";

declare const __ROOT__: string;

const cases = join(__ROOT__, "test/cases/critical-section");
const texts = readdirSync(cases, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) =>
    readdirSync(join(cases, name))
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(cases, name, file), "utf8")),
  );

const pieces = [
  "/** @thread x2 */",
  "/** @machine cpus=",
  "*/",
  "/**",
  "`${",
  "}",
  "{",
  "(",
  "beginCritical();",
  "endCritical();",
  "await ",
  "yield ",
  "return;",
  "using _ = critical();",
  "@criticalSection",
  "criticalSection(async () => {",
  "break a;",
  "a: for (;;) {",
  "switch (x) { case 1:",
  "try {",
  "} finally {",
  "\r\n",
  "\u2028",
  "'",
  "/",
];

/** A text of ours with a piece put in, or cut short. */
const broken = fc
  .record({ text: fc.constantFrom(...texts), at: fc.nat(2000), piece: fc.constantFrom("", ...pieces), isCut: fc.boolean() })
  .map(({ text, at, piece, isCut }) => {
    const offset = at % (text.length + 1);
    return { text: text.slice(0, offset) + piece + (isCut ? "" : text.slice(offset)), offset };
  });

test("front: half-typed and broken code is never thrown on, and says the same twice", () => {
  fc.assert(
    fc.property(broken, fc.constantFrom(...criticalSectionCodes), ({ text, offset }, code) => {
      const unit = unitOf(text);
      const position = positionAt(lineStarts(text), offset);
      const answers = () => [
        discover(unit),
        complete(unit, position),
        hover(unit, position),
        instrument(unit),
        fixesFor(code, unit, { start: position, end: position }),
      ];
      assert.deepEqual(answers(), answers());
    }),
    { numRuns: 200 },
  );
});

test("fixes: whatever the place, the text still parses", () => {
  const parses = (text: string): boolean => {
    const source = typescript.createSourceFile("a.ts", text, typescript.ScriptTarget.ESNext) as typescript.SourceFile & {
      readonly parseDiagnostics: readonly unknown[];
    };
    return source.parseDiagnostics.length === 0;
  };
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.nat(5000), fc.nat(5000), fc.constantFrom(...criticalSectionCodes), (text, from, to, code) => {
      const lines = lineStarts(text);
      const places = [from, to].map((at) => positionAt(lines, at % text.length)).map((at) => ({ start: at, end: at }));
      for (const range of places) {
        for (const fix of fixesFor(code, unitOf(text), range, { places })) {
          const after = apply(text, fix.edits);
          assert.ok(parses(after), `${fix.title}\n${after}`);
          assert.ok(
            !problemsIn(after).some((problem) => problem.code === "FL1017" && !problemsIn(text).some((old) => old.code === "FL1017")),
          );
        }
      }
    }),
    { numRuns: 400 },
  );
});

test("instrument: whatever is tagged, the text still parses", () => {
  for (const text of texts) {
    const tagged = text.replaceAll(/^(?=(?:export )?(?:async )?function |(?:export )?const \w+ = \()/gm, "/** @criticalSection */\n");
    const insertions = [...instrument(unitOf(tagged))].reverse();
    const after = insertions.reduce((left, { offset, text: added }) => left.slice(0, offset) + added + left.slice(offset), tagged);
    const { diagnostics = [] } = typescript.transpileModule(after, {
      reportDiagnostics: true,
      compilerOptions: { target: typescript.ScriptTarget.ESNext },
    });
    assert.deepEqual(
      diagnostics.map(({ messageText }) => messageText),
      [],
    );
  }
});
