/** `URL` and `URLSearchParams`; what a URL consists of is asked of the machine, which asks V8's own parser. */

/** Order of the parts that `$urlParse` answers. */
const [HREF, ORIGIN, PROTOCOL, USERNAME, PASSWORD, HOST, HOSTNAME, PORT, PATHNAME, SEARCH, HASH] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

let connect: (params: URLSearchParams, url: URL) => void;
let load: (params: URLSearchParams, text: string) => void;

export class URL {
  #parts: readonly string[];
  #params: URLSearchParams | undefined = undefined;

  constructor(url: unknown, base?: unknown) {
    const text = `${url}`;
    const parts = $urlParse(text, base === undefined ? undefined : `${base}`);
    if (parts === undefined) {
      const details = { code: "ERR_INVALID_URL", input: text, ...(base === undefined ? {} : { base: `${base}` }) };
      throw Object.assign(new TypeError("Invalid URL"), details);
    }
    this.#parts = parts;
  }

  static canParse(url: unknown, base?: unknown): boolean {
    return $urlParse(`${url}`, base === undefined ? undefined : `${base}`) !== undefined;
  }

  #part(index: number | undefined): string {
    return this.#parts[index as number] as string;
  }

  #set(part: string, value: unknown): void {
    this.#parts = $urlParse($urlSet(this.#part(HREF), part, `${value}`), undefined) as readonly string[];
    if (this.#params !== undefined) load(this.#params, this.search);
  }

  get href(): string {
    return this.#part(HREF);
  }
  set href(value: string) {
    this.#parts = new URL(value).#parts;
    if (this.#params !== undefined) load(this.#params, this.search);
  }
  get origin(): string {
    return this.#part(ORIGIN);
  }
  get protocol(): string {
    return this.#part(PROTOCOL);
  }
  set protocol(value: string) {
    this.#set("protocol", value);
  }
  get username(): string {
    return this.#part(USERNAME);
  }
  set username(value: string) {
    this.#set("username", value);
  }
  get password(): string {
    return this.#part(PASSWORD);
  }
  set password(value: string) {
    this.#set("password", value);
  }
  get host(): string {
    return this.#part(HOST);
  }
  set host(value: string) {
    this.#set("host", value);
  }
  get hostname(): string {
    return this.#part(HOSTNAME);
  }
  set hostname(value: string) {
    this.#set("hostname", value);
  }
  get port(): string {
    return this.#part(PORT);
  }
  set port(value: string) {
    this.#set("port", value);
  }
  get pathname(): string {
    return this.#part(PATHNAME);
  }
  set pathname(value: string) {
    this.#set("pathname", value);
  }
  get search(): string {
    return this.#part(SEARCH);
  }
  set search(value: string) {
    this.#set("search", value);
  }
  get hash(): string {
    return this.#part(HASH);
  }
  set hash(value: string) {
    this.#set("hash", value);
  }
  get searchParams(): URLSearchParams {
    if (this.#params === undefined) {
      this.#params = new URLSearchParams(this.search);
      connect(this.#params, this);
    }
    return this.#params;
  }
  toString(): string {
    return this.href;
  }
  toJSON(): string {
    return this.href;
  }
  get [Symbol.toStringTag](): string {
    return "URL";
  }

  /** Writes the parameters into the URL without reading them back. */
  static update(url: URL, search: string): void {
    url.#parts = $urlParse($urlSet(url.href, "search", search), undefined) as readonly string[];
  }
}

const update = URL.update;
Reflect.deleteProperty(URL, "update");

export class URLSearchParams {
  /** Name, value, name, value, … */
  #list: string[] = [];
  #url: URL | undefined = undefined;

  constructor(init: unknown = "") {
    if (typeof init === "object" && init !== null) this.#list = flat(init);
    else this.#list = $queryParse(`${init}`);
  }

  static {
    connect = (params, url) => {
      params.#url = url;
    };
    load = (params, text) => {
      params.#list = $queryParse(text);
    };
  }

  #changed(): void {
    if (this.#url !== undefined) update(this.#url, this.toString());
  }

  #select(isKept: (name: string, value: string) => boolean): string[] {
    const kept: string[] = [];
    for (let at = 0; at < this.#list.length; at += 2) {
      const [name, value] = [this.#list[at] as string, this.#list[at + 1] as string];
      if (isKept(name, value)) kept.push(name, value);
    }
    return kept;
  }

  get size(): number {
    return this.#list.length / 2;
  }
  append(name: unknown, value: unknown): void {
    this.#list = [...this.#list, `${name}`, `${value}`];
    this.#changed();
  }
  delete(name: unknown, value?: unknown): void {
    const [wanted, only] = [`${name}`, value === undefined ? undefined : `${value}`];
    this.#list = this.#select((one, its) => one !== wanted || (only !== undefined && its !== only));
    this.#changed();
  }
  get(name: unknown): string | null {
    return this.#select((one) => one === `${name}`)[1] ?? null;
  }
  getAll(name: unknown): string[] {
    return this.#select((one) => one === `${name}`).filter((_, at) => at % 2 === 1);
  }
  has(name: unknown, value?: unknown): boolean {
    return this.#select((one, its) => one === `${name}` && (value === undefined || its === `${value}`)).length > 0;
  }
  set(name: unknown, value: unknown): void {
    const [wanted, text] = [`${name}`, `${value}`];
    let isFound = false;
    const list: string[] = [];
    for (let at = 0; at < this.#list.length; at += 2) {
      const one = this.#list[at] as string;
      if (one !== wanted) list.push(one, this.#list[at + 1] as string);
      else if (!isFound) {
        list.push(wanted, text);
        isFound = true;
      }
    }
    this.#list = isFound ? list : [...list, wanted, text];
    this.#changed();
  }
  sort(): void {
    this.#list = [...this.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).flat();
    this.#changed();
  }
  forEach(callback: (value: string, name: string, params: URLSearchParams) => void, thisArg?: unknown): void {
    for (const [name, value] of this) callback.call(thisArg, value, name, this);
  }
  *entries(): IterableIterator<[string, string]> {
    for (let at = 0; at < this.#list.length; at += 2) yield [this.#list[at] as string, this.#list[at + 1] as string];
  }
  *keys(): IterableIterator<string> {
    for (const [name] of this.entries()) yield name;
  }
  *values(): IterableIterator<string> {
    for (const [, value] of this.entries()) yield value;
  }
  toString(): string {
    return $querySerialize(this.#list);
  }
  get [Symbol.toStringTag](): string {
    return "URLSearchParams";
  }
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

function flat(init: object): string[] {
  if (!(Symbol.iterator in init)) return Object.entries(init).flatMap(([name, value]) => [name, `${value}`]);
  return [...(init as Iterable<Iterable<unknown>>)].flatMap((pair) => {
    const texts = [...pair].map((text) => `${text}`);
    if (texts.length === 2) return texts;
    throw Object.assign(new TypeError("Each query pair must be an iterable [name, value] tuple"), { code: "ERR_INVALID_TUPLE" });
  });
}
