/** What modules of Node 20 export that the machine does not have, in order: whoever copies such a module, name by name, gets all of it. */
export const exportedNames: Readonly<Record<string, string>> = {
  child_process: "ChildProcess exec execFile execFileSync execSync fork spawn spawnSync",
  cluster:
    "isWorker isMaster isPrimary Worker workers settings SCHED_NONE SCHED_RR schedulingPolicy setupPrimary setupMaster fork " +
    "disconnect",
  dgram: "createSocket Socket",
  dns:
    "lookup lookupService Resolver getDefaultResultOrder setDefaultResultOrder setServers ADDRCONFIG ALL V4MAPPED NODATA FORMERR " +
    "SERVFAIL NOTFOUND NOTIMP REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT EOF FILE NOMEM DESTRUCTION BADSTR " +
    "BADFLAGS NONAME BADHINTS NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED getServers resolve resolve4 resolve6 " +
    "resolveAny resolveCaa resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse",
  "dns/promises":
    "lookup lookupService Resolver getDefaultResultOrder setDefaultResultOrder setServers NODATA FORMERR SERVFAIL NOTFOUND NOTIMP " +
    "REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT EOF FILE NOMEM DESTRUCTION BADSTR BADFLAGS NONAME BADHINTS " +
    "NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED getServers resolve resolve4 resolve6 resolveAny resolveCaa " +
    "resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse",
  domain: "Domain createDomain create active",
  fs:
    "appendFile appendFileSync access accessSync chown chownSync chmod chmodSync close closeSync copyFile copyFileSync cp cpSync " +
    "createReadStream createWriteStream exists existsSync fchown fchownSync fchmod fchmodSync fdatasync fdatasyncSync fstat " +
    "fstatSync fsync fsyncSync ftruncate ftruncateSync futimes futimesSync lchown lchownSync lchmod lchmodSync link linkSync lstat " +
    "lstatSync lutimes lutimesSync mkdir mkdirSync mkdtemp mkdtempSync open openSync openAsBlob readdir readdirSync read readSync " +
    "readv readvSync readFile readFileSync readlink readlinkSync realpath realpathSync rename renameSync rm rmSync rmdir rmdirSync " +
    "stat statfs statSync statfsSync symlink symlinkSync truncate truncateSync unwatchFile unlink unlinkSync utimes utimesSync " +
    "watch watchFile writeFile writeFileSync write writeSync writev writevSync Dirent Stats ReadStream WriteStream FileReadStream " +
    "FileWriteStream Dir opendir opendirSync F_OK R_OK W_OK X_OK constants",
  "fs/promises":
    "access copyFile cp open opendir rename truncate rm rmdir mkdir readdir readlink symlink lstat stat statfs link unlink chmod " +
    "lchmod lchown chown utimes lutimes realpath mkdtemp writeFile appendFile readFile watch constants",
  http:
    "METHODS STATUS_CODES Agent ClientRequest IncomingMessage OutgoingMessage Server ServerResponse createServer " +
    "validateHeaderName validateHeaderValue get request setMaxIdleHTTPParsers maxHeaderSize globalAgent",
  http2:
    "connect constants createServer createSecureServer getDefaultSettings getPackedSettings getUnpackedSettings " +
    "performServerHandshake sensitiveHeaders Http2ServerRequest Http2ServerResponse",
  https: "Agent globalAgent Server createServer get request",
  inspector: "open close url waitForDebugger console Session Network",
  module: "globalPaths isBuiltin createRequire syncBuiltinESMExports Module builtinModules runMain findSourceMap register SourceMap",
  net:
    "BlockList SocketAddress connect createConnection createServer isIP isIPv4 isIPv6 Server Socket Stream " +
    "getDefaultAutoSelectFamily setDefaultAutoSelectFamily getDefaultAutoSelectFamilyAttemptTimeout " +
    "setDefaultAutoSelectFamilyAttemptTimeout",
  "path/win32":
    "resolve normalize isAbsolute join relative toNamespacedPath dirname basename extname format parse matchesGlob sep delimiter " +
    "win32 posix",
  punycode: "version ucs2 decode encode toASCII toUnicode",
  readline: "Interface clearLine clearScreenDown createInterface cursorTo emitKeypressEvents moveCursor",
  "readline/promises": "Interface Readline createInterface",
  repl: "start writer REPLServer REPL_MODE_SLOPPY REPL_MODE_STRICT Recoverable isValidSyntax builtinModules",
  "stream/consumers": "arrayBuffer blob buffer text json",
  "stream/web":
    "ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableByteStreamController " +
    "ReadableStreamDefaultController TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultWriter " +
    "WritableStreamDefaultController ByteLengthQueuingStrategy CountQueuingStrategy TextEncoderStream TextDecoderStream " +
    "CompressionStream DecompressionStream",
  tls:
    "CLIENT_RENEG_LIMIT CLIENT_RENEG_WINDOW DEFAULT_CIPHERS DEFAULT_ECDH_CURVE DEFAULT_MIN_VERSION DEFAULT_MAX_VERSION getCiphers " +
    "rootCertificates convertALPNProtocols checkServerIdentity createSecureContext SecureContext TLSSocket Server createServer " +
    "connect createSecurePair",
  trace_events: "createTracing getEnabledCategories",
  tty: "isatty ReadStream WriteStream",
  v8:
    "cachedDataVersionTag getHeapSnapshot getHeapStatistics getHeapSpaceStatistics getHeapCodeStatistics setFlagsFromString " +
    "Serializer Deserializer DefaultSerializer DefaultDeserializer deserialize takeCoverage stopCoverage serialize " +
    "writeHeapSnapshot promiseHooks queryObjects startupSnapshot setHeapSnapshotNearHeapLimit GCProfiler",
  vm:
    "Script createContext createScript runInContext runInNewContext runInThisContext isContext compileFunction measureMemory " +
    "constants",
  wasi: "WASI",
  worker_threads:
    "isMainThread MessagePort MessageChannel markAsUntransferable moveMessagePortToContext receiveMessageOnPort resourceLimits " +
    "postMessageToThread threadId SHARE_ENV Worker parentPort workerData BroadcastChannel setEnvironmentData getEnvironmentData",
  zlib:
    "crc32 Deflate Inflate Gzip Gunzip DeflateRaw InflateRaw Unzip BrotliCompress BrotliDecompress deflate deflateSync gzip " +
    "gzipSync deflateRaw deflateRawSync unzip unzipSync inflate inflateSync gunzip gunzipSync inflateRaw inflateRawSync " +
    "brotliCompress brotliCompressSync brotliDecompress brotliDecompressSync createDeflate createInflate createDeflateRaw " +
    "createInflateRaw createGzip createGunzip createUnzip createBrotliCompress createBrotliDecompress constants codes",
};
