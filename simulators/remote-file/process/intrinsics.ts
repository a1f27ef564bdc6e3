import { bytesOf } from "../../core/vm/builtins/typed-array-construct.ts";
import { VTypedArray } from "../../core/vm/builtins/typed-array.ts";
import { newPromise } from "../../core/vm/builtins/promise.ts";
import type { Value } from "../../core/vm/value.ts";
import type { NativeFunction, Vm } from "../../core/vm/vm.ts";
import { contentOf } from "../nodes/observe.ts";
import { heapCall, namesValue, rawOf, statValue } from "./heap.ts";
import { startOfTime } from "./host.ts";
import type { ProcessMachine } from "./machine.ts";
import { lookAt } from "./look.ts";

/** What modules of ours lean on inside the machine: see ../in-machine/intrinsics.d.ts, which says what each means. */
export const intrinsicNames: ReadonlySet<string> = new Set([
  "$agentCall",
  "$agentCallSync",
  "$capacity",
  "$disk",
  "$here",
  "$inode",
  "$isObserver",
  "$localPaths",
  "$mounts",
  "$observe",
  "$readOnlyMounts",
  "$refused",
  "$startOfTime",
  "$strayed",
  // Of the machine's own.
  "$effect",
  "$enqueue",
  "$hostModule",
  "$inspect",
  "$notModelled",
  "$randomBytes",
]);

/** Why a task stops that has made a synchronous call. */
export const agentPause: object = Object.freeze({ kind: "agent" });

export function installIntrinsics(machine: ProcessMachine): void {
  const { vm } = machine;
  for (const [name, native] of Object.entries(nativesOf(machine))) {
    if (vm.realm.has(name)) throw new Error(`the machine has an intrinsic ${name} of its own`);
    vm.realm.define(name, vm.native(name.slice(1), native.length, native));
  }
  const { mounts, local } = machine.options.configuration;
  vm.realm.define("$mounts", vm.array(mounts.map(({ prefix }) => prefix)));
  vm.realm.define("$readOnlyMounts", vm.array(mounts.flatMap(({ prefix, access }) => (access === "ro" ? [prefix] : []))));
  vm.realm.define("$localPaths", vm.array(local.map((path) => (path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path))));
  vm.realm.define("$startOfTime", startOfTime);
  vm.realm.define("$isObserver", machine.options.isObserver);
}

function nativesOf(machine: ProcessMachine): Readonly<Record<string, NativeFunction>> {
  return {
    $here: () => machine.here(),
    $agentCall(vm, _this, [here, kind, ...args]) {
      refuseObservers(machine);
      const promise = newPromise(vm);
      machine.wait(heapCall(kind, args), Number(here), promise);
      return promise;
    },
    $agentCallSync(vm, _this, [here, kind, ...args]) {
      refuseObservers(machine);
      const answer = machine.takeGranted();
      if (answer) return rawOf(vm, answer);
      machine.syncRequest = { call: heapCall(kind, args), here: Number(here) };
      return vm.pause(agentPause);
    },
    $inode: (_vm, _this, [fd]) => machine.inode(Number(fd)),
    $capacity: (vm) => vm.array(machine.capacity()),
    $disk: (vm, _this, [operation, key, bytes]) => disk(machine, vm, operation, key as string, bytes),
    $strayed(_vm, _this, [path, here]) {
      machine.note({ kind: "strayed", path: path as string, at: machine.placesOf(Number(here)) });
      return undefined;
    },
    $refused(_vm, _this, [name, path, here]) {
      machine.note({ kind: "refused", name: name as string, path: path as string, at: machine.placesOf(Number(here)) });
      return undefined;
    },
    $observe: (vm, _this, [operation, path]) => observe(machine, vm, operation, path as string),
  };
}

function refuseObservers({ options, vm }: ProcessMachine): void {
  if (options.isObserver)
    vm.notModelled("an observer only looks at files: it must use the synchronous functions of `node:fs`, and change nothing");
}

function disk(machine: ProcessMachine, vm: Vm, operation: Value, key: string, bytes: Value): Value {
  const { entries } = machine.disk();
  switch (operation as "read" | "write" | "remove" | "list") {
    case "read": {
      const found = entries.get(key);
      return found && bytesOf(vm, found.slice());
    }
    case "write":
      if (!(bytes instanceof VTypedArray)) throw new Error("bytes of a disk are an Uint8Array");
      machine.writeDisk(key, bytes.buffer.bytes.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      return undefined;
    case "remove":
      machine.writeDisk(key, undefined);
      return undefined;
    case "list":
      return vm.array([...entries.keys()].sort());
  }
}

function observe(machine: ProcessMachine, vm: Vm, operation: Value, path: string): Value {
  const { site, world } = machine.observed();
  switch (operation as "content" | "stat" | "names") {
    case "content": {
      const content = contentOf(world, path);
      return content && bytesOf(vm, content);
    }
    case "stat": {
      const stat = lookAt(site, world, path);
      return stat && statValue(vm, stat);
    }
    case "names": {
      const stat = lookAt(site, world, path);
      return stat?.names && namesValue(vm, stat.names);
    }
  }
}
