/** Tags of JSDoc, TSDoc, the Closure compiler and test runners, and those of Faultline's other simulators: never misspelt ones of ours. */
const foreign: ReadonlySet<string> = new Set(
  `abstract access alias alpha api arg argument async augments author beta borrows callback category class classdesc const constant constructor
  constructs copyright cssprop decorator default defaultValue define deprecated desc description dict emits enum event eventProperty example
  exception experimental export exports extends external field file fileoverview final fires func function generator global group hidden
  hideconstructor host ignore implements import inherit inheritDoc inheritdoc inner instance interface internal jest-environment jsx jsxFrag
  jsxImportSource jsxRuntime kind label lends license link linkcode linkplain listens member memberof method mixes mixin
  mod module name namespace nocollapse noinline nosideeffects overload override overview package packageDocumentation param polymer preserve
  privateRemarks private prop property protected prototype public readonly record remarks requires return returns satisfies sealed see since
  slot static struct suppress summary tags template test this threadsafe throws todo ts-check ts-expect-error ts-ignore ts-nocheck tutorial
  type typedef typeParam typeparam unrestricted var variation version virtual vitest-environment yield yields
  crd controller edit manages owns process reconcile replicas requeue retains sample`
    .split(/\s+/)
    .map((name) => name.toLowerCase()),
);

export const isForeignTag = (name: string): boolean => foreign.has(name.toLowerCase());
