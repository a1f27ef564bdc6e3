import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import { connect } from "./connect.ts";
import type { Surroundings } from "./surroundings.ts";
import { tokenFromFile } from "./token-file.ts";

/** A machine with these files. */
function machine(files: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {}): Surroundings {
  return {
    environment,
    cwd: "/work",
    homeConfig: "/home/me/.kube/config",
    listSeparator: ":",
    exists: (path) => Object.hasOwn(files, path),
    read(path) {
      const text = files[path];
      if (text === undefined) throw new Error(`${path} cannot be read: no such file`);
      return text;
    },
    folderOf: (path) => posix.dirname(posix.resolve("/work", path)),
    resolve: (folder, path) => posix.resolve(folder, path),
  };
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A kubeconfig with one context. */
function config({
  cluster = "server: https://kube.test:6443",
  user = "token: t",
  namespace = "",
}: Partial<Record<"cluster" | "user" | "namespace", string>> = {}) {
  return `
apiVersion: v1
kind: Config
current-context: main
clusters: [{ name: c, cluster: { ${cluster} } }]
users: [{ name: u, user: { ${user} } }]
contexts: [{ name: main, context: { cluster: c, user: u${namespace === "" ? "" : `, namespace: ${namespace}`} } }]
`;
}

const connectTo = (text: string, files: Readonly<Record<string, string>> = {}) =>
  connect("/a/config", machine({ "/a/config": text, ...files }));

test("the address, the namespace and the authority of the current context", async () => {
  const found = await connectTo(
    config({
      cluster: `server: https://kube.test:6443/below, certificate-authority-data: ${base64("CA")}, tls-server-name: other.test`,
      namespace: "shop",
    }),
  );
  assert.equal(found.server.href, "https://kube.test:6443/below");
  assert.deepEqual(found.tls, { ca: "CA", servername: "other.test" });
  assert.equal(found.namespace, "shop");
  assert.deepEqual(await found.headers(), { authorization: "Bearer t" });
});

test("files are found beside the kubeconfig that names them; data counts before a file", async () => {
  const found = await connectTo(
    config({
      cluster: "server: https://k, certificate-authority: pki/ca.crt, insecure-skip-tls-verify: true",
      user: `client-certificate: /abs/me.crt, client-key: pki/me.key, client-key-data: ${base64("DATA")}`,
    }),
    { "/a/pki/ca.crt": "CA", "/abs/me.crt": "CERT" },
  );
  assert.deepEqual(found.tls, { ca: "CA", rejectUnauthorized: false, cert: "CERT", key: "DATA" });
  assert.deepEqual(await found.headers(), {});
});

const users: readonly { readonly user: string; readonly headers: Readonly<Record<string, string>> }[] = [
  { user: "token: t", headers: { authorization: "Bearer t" } },
  { user: "token: t, tokenFile: token", headers: { authorization: "Bearer from file" } },
  { user: 'username: me, password: "p:ü"', headers: { authorization: `Basic ${base64("me:p:ü")}` } },
  {
    user: "token: t, as: you, as-groups: [g]",
    headers: { authorization: "Bearer t", "impersonate-user": "you", "impersonate-group": "g" },
  },
];
for (const { user, headers } of users) {
  test(`a user with ${user}`, async () => {
    const found = await connectTo(config({ user }), { "/a/token": " from file\n" });
    assert.deepEqual(await found.headers(), headers);
  });
}

const refusals: readonly { readonly name: string; readonly text: string; readonly message: RegExp }[] = [
  {
    name: "a program for credentials",
    text: config({ user: "exec: { command: aws }" }),
    message: /context "main": credentials from a program \(exec\) are not supported; use a token/,
  },
  { name: "an auth-provider", text: config({ user: "auth-provider: { name: gcp }" }), message: /auth-provider is not supported/ },
  { name: "a proxy", text: config({ cluster: "server: https://k, proxy-url: http://p" }), message: /proxy-url is not supported/ },
  { name: "no address", text: config({ cluster: "server: k" }), message: /no server that is a URL/ },
  {
    name: "a context that is not there",
    text: config().replace("current-context: main", "current-context: other"),
    message: /\/a\/config has no context "other"; it has "main"/,
  },
  {
    name: "no current context",
    text: config().replace("current-context: main", ""),
    message: /names no current-context: kubectl config use-context/,
  },
  {
    name: "a user that is not there",
    text: config().replace("users: [{ name: u,", "users: [{ name: v,"),
    message: /has no user "u"; it has "v"/,
  },
  { name: "a file that is missing", text: config({ user: "tokenFile: no" }), message: /\/a\/no cannot be read/ },
  { name: "no kubeconfig", text: "- 1", message: /\/a\/config is no kubeconfig/ },
  { name: "no YAML", text: "a: [", message: /\/a\/config is no kubeconfig/ },
];
for (const { name, text, message } of refusals) {
  test(`a kubeconfig with ${name} is refused in words`, () => assert.rejects(connectTo(text), message));
}

test("KUBECONFIG may name several files: of each name the first counts, and its own folder", async () => {
  const files = {
    "/one/config":
      "current-context: main\ncontexts: [{ name: main, context: { cluster: c, user: u } }]\nusers: [{ name: u, user: { tokenFile: t } }]",
    "/two/config": config({ user: "token: second" }),
    "/one/t": "first",
    "/home/me/.kube/config": config({ cluster: "server: https://home" }),
  };
  const found = await connect(undefined, machine(files, { KUBECONFIG: "/missing::/one/config:/two/config" }));
  assert.equal(found.server.host, "kube.test:6443");
  assert.deepEqual(await found.headers(), { authorization: "Bearer first" });
  assert.equal((await connect(undefined, machine(files))).server.host, "home");
});

test("inside a pod the service account is used, and its token is read again", async () => {
  const folder = "/var/run/secrets/kubernetes.io/serviceaccount";
  const files: Record<string, string> = { [`${folder}/token`]: "one\n", [`${folder}/ca.crt`]: "CA", [`${folder}/namespace`]: "shop\n" };
  const pod = machine(files, { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "443" });
  const found = await connect(undefined, pod);
  assert.deepEqual([found.server.href, found.tls, found.namespace], ["https://[fd00::1]/", { ca: "CA" }, "shop"]);
  assert.deepEqual(await found.headers(), { authorization: "Bearer one" });
  let now = 0;
  const token = tokenFromFile(`${folder}/token`, pod, () => now);
  files[`${folder}/token`] = "two";
  now = 59_000;
  assert.equal(token(), "one");
  now = 61_000;
  assert.equal(token(), "two");
  delete files[`${folder}/token`];
  now = 200_000;
  assert.equal(token(), "two");
});

test("where there is no cluster, the error says where it was looked for", () =>
  assert.rejects(connect(undefined, machine({})), /no cluster to work with: \/home\/me\/\.kube\/config does not exist, .*set KUBECONFIG/));

test("the text of a kubeconfig may be given in place of its path", async () => {
  const found = await connect(config({ user: "tokenFile: t" }), machine({ "/work/t": "here" }));
  assert.deepEqual(await found.headers(), { authorization: "Bearer here" });
});
