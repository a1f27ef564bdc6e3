import type { Verdict } from "../../protocol/report.ts";
import type { Attack } from "./attacks.ts";

/** Beside the attacks: the nodes that they run on. */
export const configuration = `{
  "mounts": [{ "prefix": "/rdma", "regionSize": 4096, "access": "rw+atomic", "writers": "multi" }],
  "nodes": [
    { "name": "app", "role": "app" },
    { "name": "manager", "role": "manager" },
    { "name": "memory", "role": "memory", "memory": 65536 }
  ],
  "files": [{ "path": "/rdma/a", "zeros": 64 }],
  "explore": { "crashes": 0 }
}
`;

/** Where an attack would write on this machine. */
export const stolen = "/tmp/faultline-stolen-by-an-attack";

const head = 'import * as fs from "node:fs";\nimport { open } from "node:fs/promises";\nvoid open;\n';
const process = (body: string, after = ""): string =>
  `${head}/** @process node=app */\nexport async function attack(): Promise<unknown> {\n${body}\n  return 0;\n}\n${after}`;

const bounded: readonly Verdict[] = ["violated", "undecided"];
const violated: readonly Verdict[] = ["violated"];
const any: readonly Verdict[] = ["holds", "violated", "undecided", "not-run"];

export const remoteFileAttacks: readonly Attack[] = [
  {
    name: "remote-host-file",
    verdicts: violated,
    codes: ["FL4024"],
    text: process('  return fs.readFileSync("/etc/passwd", "utf8"); // here'),
  },
  { name: "remote-local-file", verdicts: ["holds"], codes: [], text: process(`  fs.writeFileSync("${stolen}", "x");`) },
  {
    name: "remote-way-out",
    verdicts: violated,
    codes: ["FL4001"],
    text: process(`  fs.writeFileSync("/rdma/..${stolen.replace("/tmp", "/root")}", "x"); // here`),
  },
  { name: "remote-link", verdicts: bounded, codes: ["FL4010"], text: process('  fs.symlinkSync("/etc", "/rdma/etc"); // here') },
  { name: "remote-binding", verdicts: any, codes: ["FL0003"], text: process('  return (process as any).binding("fs"); // here') },
  {
    name: "remote-forged-number",
    verdicts: violated,
    codes: ["FL4024", "FL4003"],
    text: process("  return fs.readSync(3, Buffer.alloc(8)); // here"),
  },
  { name: "remote-endless-open", verdicts: bounded, codes: [], text: process('  for (;;) await (await open("/rdma/a", "r")).close();') },
  { name: "remote-handle-bomb", verdicts: bounded, codes: [], text: process('  for (;;) fs.openSync("/rdma/a", "r");') },
  {
    name: "remote-file-bomb",
    verdicts: bounded,
    codes: [],
    text: process('  for (let n = 0; ; n += 1) fs.closeSync(fs.openSync(`/rdma/${n}`, "w"));'),
  },
  {
    name: "remote-disk-bomb",
    verdicts: bounded,
    codes: [],
    text: process('  for (;;) fs.appendFileSync("/tmp/bomb", Buffer.alloc(1e6));'),
  },
  {
    name: "remote-huge-write",
    verdicts: bounded,
    codes: [],
    text: process('  const file = await open("/rdma/a", "r+");\n  await file.write(Buffer.alloc(2 ** 31 - 1));\n  await file.close();'),
  },
  {
    name: "remote-broken-builtins",
    verdicts: any,
    codes: [],
    text: process(
      '  Promise.prototype.then = () => 1 as never;\n  Uint8Array.prototype.subarray = () => new Uint8Array(1e6);\n  Array.prototype.push = () => 0;\n  return fs.readFileSync("/rdma/a");',
    ),
  },
  {
    name: "remote-endless-invariant",
    verdicts: ["violated", "undecided", "not-run"],
    codes: [],
    text: process('  fs.writeFileSync("/rdma/a", "x");', "/** @invariant */\nexport function ok(): boolean {\n  for (;;);\n}\n"),
  },
  {
    name: "remote-writing-invariant",
    verdicts: ["violated", "undecided", "not-run"],
    codes: [],
    text: process(
      '  fs.writeFileSync("/rdma/a", "x");',
      '/** @invariant */\nexport function ok(): boolean {\n  fs.writeFileSync("/rdma/a", "by the observer");\n  return true;\n}\n',
    ),
  },
];
