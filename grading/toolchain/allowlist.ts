/** The one Go release that answers are graded with. */
export const goVersion = 'go1.26.8';

/**
 * `GOEXPERIMENT` of every build. Go 1.26's new collector does not check whether the memory for its own queues was granted: at the memory
 * limit it ended 21 of 300 runs of one answer by a nil dereference, in place of "out of memory".
 */
export const goExperiment = 'nogreenteagc';

/**
 * Packages of the standard library that hidden tests may import. Levels grant answers a part of them.
 * What these depend on is prepared too, but cannot be imported.
 */
export const standardPackages = [
  ...['archive/tar', 'archive/zip', 'bufio', 'bytes', 'cmp'],
  ...['compress/bzip2', 'compress/flate', 'compress/gzip', 'compress/lzw', 'compress/zlib'],
  ...['container/heap', 'container/list', 'container/ring', 'context'],
  ...['crypto', 'crypto/hmac', 'crypto/md5', 'crypto/rand', 'crypto/sha1', 'crypto/sha256', 'crypto/sha512', 'crypto/subtle'],
  ...['encoding', 'encoding/base32', 'encoding/base64', 'encoding/binary', 'encoding/csv', 'encoding/hex', 'encoding/json', 'errors'],
  ...['fmt', 'hash', 'hash/adler32', 'hash/crc32', 'hash/crc64', 'hash/fnv', 'hash/maphash', 'html', 'io', 'io/fs', 'iter'],
  ...['log', 'log/slog', 'maps', 'math', 'math/big', 'math/bits', 'math/cmplx', 'math/rand', 'math/rand/v2', 'mime', 'mime/multipart'],
  ...['net/http', 'net/http/httptest', 'net/netip', 'net/textproto', 'net/url', 'os', 'path', 'path/filepath', 'reflect', 'regexp'],
  ...['runtime', 'runtime/debug', 'slices', 'sort', 'strconv', 'strings', 'sync', 'sync/atomic'],
  ...['testing', 'testing/fstest', 'testing/iotest', 'testing/quick', 'testing/synctest', 'text/tabwriter', 'text/template'],
  ...['time', 'time/tzdata', 'unicode', 'unicode/utf16', 'unicode/utf8', 'unique'],
];

/** Packages of `grading/go` that generated programs link. */
export const harnessPackages = ['bubble', 'fault', 'gate', 'guard', 'harness', 'pair', 'quiet', 'twin'].map((name) => `specgen/${name}`);
