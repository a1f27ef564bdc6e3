// What modules of this folder may call of the machine: natives, by the name of `Realm.intrinsics`.

declare function $notModelled(message: string): never;
/** What stands for a format of `Intl`. */
declare function $intlFormat(kind: string, locales: unknown, options: unknown): string;
/** A text or a number, else JSON. */
declare function $intl(format: string, method: string, first: unknown, second: unknown): unknown;
declare function $urlParse(text: string, base: string | undefined): readonly string[] | undefined;
declare function $urlSet(href: string, part: string, value: string): string;
declare function $queryParse(text: string): string[];
declare function $querySerialize(flat: readonly string[]): string;
declare function $domainTo(form: "ascii" | "unicode", domain: string): string;
declare function $utf8Encode(text: string): Uint8Array;
declare function $decodeText(bytes: unknown, label: string, fatal: boolean, ignoreMark: boolean): string;
declare function $encodingName(label: string): string | undefined;
declare function $base64Encode(latin1: string): string;
declare function $base64Decode(text: string): string | undefined;
/** A function of the user's, its arguments, milliseconds: a number for `$clearTimer`. */
declare function $setTimer(callback: unknown, args: readonly unknown[], delay: number, repeats: boolean): number;
declare function $clearTimer(timer: number): void;
/** The start of virtual time is 0 here; milliseconds. */
declare function $elapsed(): number;
declare function $now(): number;
/** False: the program does not read the time. */
declare function $hasClock(): boolean;
declare function $randomBytes(count: number): Uint8Array;
/** md5, sha1, sha256, sha384, sha512 and others; undefined: no such algorithm. */
declare function $hash(algorithm: string, bytes: Uint8Array): Uint8Array | undefined;
declare function $hmac(algorithm: string, key: Uint8Array, bytes: Uint8Array): Uint8Array | undefined;
declare function $inspect(value: unknown, options: object | undefined): string;
declare function $format(args: readonly unknown[]): string;
declare function $effect(what: string, text: string): void;
declare function $exit(code: number): never;
declare function $environment(): Record<string, string>;
declare function $commandLine(): string[];
declare function $isDeepEqual(first: unknown, second: unknown, isStrict: boolean): boolean;
/** `object`, `array`, `function`, `map`, `promise`, …; "" for primitives. */
declare function $kind(value: unknown): string;
/** `async`, `generator`, `async-generator`, `class` or `plain`. */
declare function $functionKind(value: unknown): string;
declare function $enqueue(callback: unknown, args: readonly unknown[]): void;
declare function $markHandled(promise: Promise<unknown>): void;
declare function $hostModule(name: string): object;
/** Whether what is set so goes along with promises, micro-tasks and timers now. */
declare function $keepsAsyncStore(): boolean;
declare function $setAsyncStore(store: unknown): void;
declare function $asyncStore(): unknown;
/** Is it a module of Node's, with `node:` or without? */
declare function $isNodeModule(name: string): boolean;
/** What `require` gives of one. */
declare function $nodeModule(name: string): unknown;
