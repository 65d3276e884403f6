/** Compresses what was built, once and for all: the node sends it as it is. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Texts; what is left (fonts, pictures) is compressed already. */
const COMPRESSIBLE = new Set(['.css', '.html', '.ico', '.js', '.json', '.map', '.svg', '.txt', '.webmanifest']);
/** Below it a compressed file saves no packet. */
const COMPRESSED_BYTES_MIN = 1_024;
/** A compressed file has to be this much smaller to be worth its place. */
const WORTHWHILE = 0.95;

/** Writes `<file>.br` and `<file>.gz` beside each file that they make smaller: at the highest effort, because it is done once and sent often. */
export function precompress() {
  return {
    name: 'frontrow:precompress',
    apply: 'build',
    enforce: 'post',
    writeBundle({ dir }) {
      for (const name of readdirSync(dir, { recursive: true })) {
        if (COMPRESSIBLE.has(extname(name))) compressBeside(join(dir, name));
      }
    },
  };
}

function compressBeside(path) {
  const bytes = readFileSync(path);
  if (bytes.length < COMPRESSED_BYTES_MIN) return;
  const smallEnough = bytes.length * WORTHWHILE;
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  if (brotli.length <= smallEnough) writeFileSync(`${path}.br`, brotli);
  const gzip = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
  if (gzip.length <= smallEnough) writeFileSync(`${path}.gz`, gzip);
}
