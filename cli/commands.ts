import type { Option } from "./arguments.ts";
import type { Command } from "./command.ts";
import { exitUsage } from "./exit-status.ts";

const none = (): Promise<readonly Option[]> => Promise.resolve([]);

/** In the order of the help. Each loads its code when it is asked for. */
export const commands: readonly Command[] = [
  {
    name: "check",
    usage: "[paths…] [options]",
    summary: "Find scenarios in files and folders (default: here), run them, report what is wrong.",
    details: [
      "Standard output carries the report alone; progress and everything else goes to standard error.",
      "The same files, seed and version give the same report, byte for byte but for `milliseconds`, with any number of workers.",
    ],
    options: async () => (await import("./check/options.ts")).checkOptions,
    run: async (given, world) => (await import("./check/check.ts")).check(given, world),
  },
  {
    name: "list",
    usage: "[paths…] [--format pretty|json]",
    summary: "Show the scenarios found, without running anything.",
    options: async () => (await import("./list.ts")).listOptions,
    run: async (given, world) => (await import("./list.ts")).list(given, world),
  },
  {
    name: "replay",
    usage: "TRACE [options]",
    summary: "Run a trace again, or the failures of a report: 1 fails again, 0 no longer fails, 3 does not fit any more.",
    options: async () => (await import("./replay.ts")).replayOptions,
    run: async (given, world) => (await import("./replay.ts")).replay(given, world),
  },
  {
    name: "trace",
    usage: "REPORT [options]",
    summary: "Show a trace of a report, or of a trace file, as text, diagram or file.",
    options: async () => (await import("./trace.ts")).traceOptions,
    run: async (given, world) => (await import("./trace.ts")).trace(given, world),
  },
  {
    name: "merge",
    usage: "REPORT… [options]",
    summary: "Put the reports of all shards together: the same report as one run gives.",
    details: [
      "The order does not matter, and a report may be given twice. A shard that is missing is named, and the exit status is not 0.",
    ],
    options: async () => (await import("./merge.ts")).mergeOptions,
    run: async (given, world) => (await import("./merge.ts")).mergeReports(given, world),
  },
  {
    name: "explain",
    usage: "[CODE]",
    summary: "Explain a code: what it means, an example, how to mend it. Without a code: list them.",
    options: none,
    run: async (given, world) => (await import("./explain.ts")).explain(given, world),
  },
  {
    name: "multicast paths",
    usage: "FILE --group G --from HOST [options]",
    summary: "Where the packets of one sender go: hosts reached, copies, links, the header at each hop.",
    options: async () => (await import("./multicast/paths.ts")).pathsOptions,
    run: async (given, world) => (await import("./multicast/paths.ts")).paths(given, world),
  },
  {
    name: "multicast vector",
    usage: "CASE.json… [--check]",
    summary: "Compute the answer for a test vector; with --check compare it with what the vector expects.",
    options: async () => (await import("./multicast/vector.ts")).vectorOptions,
    run: async (given, world) => (await import("./multicast/vector.ts")).vector(given, world),
  },
  {
    name: "multicast scale",
    usage: "[options]",
    summary: "Encode a generated workload on the published fabric and print the published figures.",
    options: async () => (await import("./multicast/scale.ts")).scaleOptions,
    run: async (given, world) => (await import("./multicast/scale.ts")).scale(given, world),
  },
  {
    name: "controller serve",
    usage: "[options]",
    summary: "Serve a simulated Kubernetes cluster over HTTP on 127.0.0.1, for any client, until Ctrl-C.",
    details: [
      "Standard output carries the address alone. Nothing is kept: each start begins with the files given.",
      "Kinds without a definition are served without a schema. The clock is that of this machine.",
    ],
    options: async () => (await import("./controller/serve.ts")).serveOptions,
    run: async (given, world) => (await import("./controller/serve.ts")).serve(given, world),
  },
  {
    name: "remote-files run",
    usage: "PROGRAM [options] [-- ARGUMENTS]",
    summary: "Run a program whose files under the mounts lie in the memory of another process on this machine.",
    details: [
      "Reads and writes go straight to that memory; the process that has it takes no part, and need not even run (--stop-memory-node).",
      "Before the program starts, every entry point of fs is tried: one that would reach the local disk unseen is reported (FL4010).",
      "The exit status is the program's.",
    ],
    options: async () => (await import("./remote-files/run.ts")).runOptions,
    run: async (given, world) => (await import("./remote-files/run.ts")).run(given, world),
  },
  {
    name: "remote-files bench",
    usage: "[--format pretty|json]",
    summary: "Published latencies and rates of remote memory beside those of the model.",
    details: ["The exit status is 1 when a figure is off by more than its bound."],
    options: async () => (await import("./remote-files/bench.ts")).benchOptions,
    run: async (given, world) => (await import("./remote-files/bench.ts")).bench(given, world),
  },
  {
    name: "doctor",
    usage: "",
    summary: "Show what is installed and whether it works.",
    options: none,
    run: async (given, world) => (await import("./doctor.ts")).doctor(given, world),
  },
  {
    name: "lsp",
    usage: "--stdio",
    summary: "Run the language server, for any editor.",
    options: () => Promise.resolve([{ name: "stdio", help: "speak over standard input and output" }]),
    run: async (given, world) => (await import("./lsp.ts")).lsp(given, world),
  },
  {
    name: "mcp",
    usage: "",
    summary: "A server for agents; not available yet.",
    options: none,
    run: (_, { terminal }) => {
      terminal.tell("faultline mcp: not available yet");
      return Promise.resolve(exitUsage);
    },
  },
];
