import fc from "fast-check";
import type { Argument, Form, Step } from "./steps.ts";

/** Random sequential programs on files, some of them careless. */
export function randomPrograms(count: number, seed: number): readonly (readonly Step[])[] {
  const program = fc.tuple(fc.array(opening, { maxLength: 2 }), fc.array(step, { minLength: 3, maxLength: 16, size: "max" }));
  return fc.sample(program, { numRuns: count, seed }).map((parts) => parts.flat());
}

const form = fc.constantFrom<Form>("sync", "callback", "promise");
const file = fc.nat(2);
const path = fc.constantFrom("a", "b", "a", "b", "d", "d/a", "d/b", "d/e", "d/e/c", "a/x", "none", "none/x", "a/", "d/", "");
const filePath = fc.constantFrom("a", "b", "a", "b", "d/a", "d/e/c", "d", "a/x");
const text = fc.string({ maxLength: 40 });
const flags = fc.constantFrom("r", "r+", "w", "w+", "wx", "wx+", "a", "a+", "ax", "r+", "a+", "w+", "bad");
const encoding = fc.constantFrom(null, "utf8", "latin1", "hex", "base64", "bad");
const size = fc.oneof(fc.nat(60), fc.constantFrom(0, 1, 8, 4096, 9000));
const missing: Argument = { missing: true };
const position = fc.oneof<fc.Arbitrary<Argument>[]>(
  fc.constant(null),
  fc.nat(60),
  fc.constantFrom<Argument>(-1, 5000, missing),
  fc.constantFrom<Argument>(-2, 1.5, { big: "3" }, { big: "-1" }, "4", true, 9_007_199_254_740_991),
);
const plainPosition = fc.oneof<fc.Arbitrary<Argument>[]>(fc.constant(null), fc.nat(60), fc.constantFrom<Argument>(-1, missing, 2000));
const count = fc.oneof<fc.Arbitrary<Argument>[]>(fc.nat(20), fc.constantFrom<Argument>(missing, null, -1, 1000));
const readArguments = fc.oneof(
  fc.constant([]),
  fc.tuple(fc.nat(10), fc.nat(20), plainPosition),
  fc.tuple(fc.nat(10), fc.nat(20), position),
  fc.tuple(count, count, position),
);
// A write at the largest offset is a file that no file system takes alike.
const writeArguments = fc.oneof(fc.constant([]), fc.tuple(fc.nat(4), fc.nat(8), plainPosition), fc.tuple(count, count, plainPosition));

const opening = fc.record({
  kind: fc.constant("open" as const),
  form,
  file: fc.nat(1),
  path: fc.constantFrom("a", "b"),
  flags: fc.constantFrom("w+", "a+", "w", "wx+"),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant("open" as const), form, file, path, flags }), weight: 8 },
  { arbitrary: fc.record({ kind: fc.constant("close" as const), form, file }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant("read" as const), form, file, size, args: readArguments }), weight: 8 },
  {
    arbitrary: fc.record({ kind: fc.constant("write" as const), form, file, text, isText: fc.constant(false), args: writeArguments }),
    weight: 6,
  },
  {
    arbitrary: fc.record({ kind: fc.constant("write" as const), form, file, text, isText: fc.constant(true), args: textArguments() }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant("readv" as const),
      form,
      file,
      sizes: fc.array(size, { maxLength: 3 }),
      position: plainPosition,
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant("writev" as const),
      form,
      file,
      texts: fc.array(text, { maxLength: 3 }),
      position: plainPosition,
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constantFrom("fstat" as const, "fsync" as const, "fdatasync" as const), form, file }), weight: 2 },
  {
    arbitrary: fc.record({
      kind: fc.constant("ftruncate" as const),
      form,
      file,
      size: fc.oneof<fc.Arbitrary<Argument>[]>(size, fc.constantFrom<Argument>(-1, missing, 1.5, "3")),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constant("readRest" as const), form, file, encoding }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constantFrom("writeRest" as const, "appendRest" as const), form, file, text }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant("readFile" as const), form, path, encoding }), weight: 4 },
  {
    arbitrary: fc.record(
      {
        kind: fc.constantFrom("writeFile" as const, "appendFile" as const),
        form,
        path: filePath,
        text,
        flag: fc.constantFrom("w", "a", "r+", "wx", "r"),
      },
      { requiredKeys: ["kind", "form", "path", "text"] },
    ),
    weight: 5,
  },
  {
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "stat" as const,
        "lstat" as const,
        "exists" as const,
        "rmdir" as const,
        "realpath" as const,
        "readdir" as const,
        "list" as const,
      ),
      form,
      path,
    }),
    weight: 5,
  },
  { arbitrary: fc.record({ kind: fc.constantFrom("unlink" as const, "opendir" as const), form, path }), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant("access" as const), form, path, mode: fc.constantFrom(0, 1, 2, 4, 6) }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant("mkdir" as const), form, path, recursive: fc.boolean() }), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant("rm" as const), form, path, recursive: fc.boolean(), force: fc.boolean() }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant("truncate" as const), form, path, size }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constantFrom("rename" as const, "copyFile" as const), form, path, to: path }), weight: 3 },
  {
    arbitrary: fc.record({
      kind: fc.constant("readStream" as const),
      path,
      start: fc.nat(30),
      end: fc.integer({ min: 30, max: 80 }),
      chunk: fc.integer({ min: 1, max: 20 }),
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant("writeStream" as const),
      path: filePath,
      texts: fc.array(text, { maxLength: 4 }),
      flags: fc.constantFrom("w", "a", "r+"),
      start: fc.option(fc.nat(30), { nil: undefined }),
    }),
    weight: 1,
  },
);

/** Behind a text: where, and in which encoding. */
function textArguments(): fc.Arbitrary<readonly Argument[]> {
  return fc.oneof(
    fc.constant([]),
    fc.tuple(plainPosition),
    fc.tuple(plainPosition, fc.constantFrom<Argument>("utf8", "latin1", "hex", "bad")),
  );
}
