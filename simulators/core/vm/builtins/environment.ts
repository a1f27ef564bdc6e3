import { isNodeModule, load, requiredModule, requireModule } from "../host-modules/index.ts";
import { refusal } from "../host-modules/not-modelled.ts";
import type { Builtins } from "../realm.ts";
import { consoleNatives } from "./console-format.ts";
import { cryptoNatives } from "./crypto-natives.ts";
import { isDeepEqual } from "./deep-equal.ts";
import { encodingNatives } from "./encoding-natives.ts";
import { hostNatives } from "./host-natives.ts";
import { defineIntrinsics } from "./script-constructor.ts";
import { intlNatives } from "./intl-natives.ts";
import { structuredClone } from "./structured-clone.ts";
import { urlNatives } from "./url-natives.ts";

/** Globals of Node's, by the host module that has them. Each module is loaded when one of its globals is used. */
const globals: Readonly<Record<string, readonly string[]>> = {
  "web-events": ["DOMException", "Event", "CustomEvent", "EventTarget", "AbortController", "AbortSignal"],
  "web-url": ["URL", "URLSearchParams"],
  intl: ["Intl"],
  encoding: ["TextEncoder", "TextDecoder", "btoa", "atob"],
  timers: ["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval", "clearImmediate", "queueMicrotask"],
  performance: ["performance", "Performance", "PerformanceEntry"],
  process: ["process"],
  console: ["console"],
  buffer: ["Buffer"],
};

const instead: Readonly<Record<string, string>> = {
  fetch: "put the request behind a function that a check can replace",
  WebSocket: "put the connection behind a function that a check can replace",
};

const refused =
  "fetch WebSocket XMLHttpRequest Request Response Headers FormData Blob File MessageChannel MessagePort BroadcastChannel Worker EventSource ReadableStream " +
  "WritableStream TransformStream CompressionStream DecompressionStream TextEncoderStream TextDecoderStream";

const natives = [...hostNatives, ...encodingNatives, ...urlNatives, ...intlNatives, ...cryptoNatives, ...consoleNatives];

/** What scripts and host modules ask of the machine and the host. */
const nativeBuiltins: Builtins = {
  globals: [],
  intrinsics: [...natives.map(([name]) => name), "$isDeepEqual", "$hostModule", "$isNodeModule", "$nodeModule"],
  install(vm) {
    defineIntrinsics(vm, natives);
    defineIntrinsics(vm, [
      ["$isDeepEqual", 3, isDeepEqual],
      ["$hostModule", 1, (_, __, [name]) => requireModule(vm, name as string)],
      ["$isNodeModule", 1, (_, __, [name]) => isNodeModule(name as string)],
      ["$nodeModule", 1, (_, __, [name]) => requiredModule(vm, name as string)],
    ]);
  },
};

const moduleBuiltins: readonly Builtins[] = Object.entries(globals).map(([source, names]) => ({
  globals: names,
  intrinsics: [],
  install(vm) {
    const module = load(vm, source);
    for (const name of names) vm.realm.define(name, vm.get(module, name));
  },
}));

const group = (names: readonly string[], install: Builtins["install"]): Builtins => ({ globals: names, intrinsics: [], install });

const otherBuiltins: readonly Builtins[] = [
  group(["structuredClone"], (vm) => vm.realm.define("structuredClone", vm.native("structuredClone", 1, structuredClone))),
  group(["global"], (vm) => vm.realm.define("global", vm.realm.global)),
  group(["crypto"], (vm) => vm.realm.define("crypto", vm.get(load(vm, "crypto"), "webcrypto"))),
  ...refused.split(" ").map((name) => group([name], (vm) => vm.realm.define(name, refusal(vm, name, instead[name])))),
];

/** What Node adds to the language. */
export const environmentBuiltins: readonly Builtins[] = [nativeBuiltins, ...moduleBuiltins, ...otherBuiltins];
