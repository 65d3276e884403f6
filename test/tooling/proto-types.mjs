/**
 * Types of the protocol buffers for TypeScript, made from proto/ by @grpc/proto-loader's generator and committed, so that whoever reads the code has them.
 * `node test/tooling/proto-types.mjs [directory]`; a test holds what is committed and what comes out together.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FILES = ['frontrow/v1/ticketing.proto', 'frontrow/v1/node.proto', 'google/rpc/status.proto', 'google/rpc/error_details.proto'];
/** As the loader in src/grpc/protocol.ts decodes them. */
const OPTIONS = ['--longs=Number', '--enums=String', '--defaults', '--oneofs', '--includeComments', '--grpcLib=@grpc/grpc-js'];
const WITHOUT_SERVICE = ['status.ts', 'error_details.ts'];

export const GENERATED = join(root, 'src/grpc/generated');

export function generate(directory) {
  rmSync(directory, { recursive: true, force: true });
  const generator = join(root, 'node_modules/.bin/proto-loader-gen-types');
  execFileSync(generator, [...OPTIONS, '-I', 'proto', '-O', directory, ...FILES], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const name of readdirSync(directory, { recursive: true })) {
    const file = join(directory, name);
    if (!file.endsWith('.ts')) continue;
    // Descriptions of files without a service: nobody needs them, and the compiler finds unused names in them.
    if (WITHOUT_SERVICE.some((unneeded) => file === join(directory, unneeded))) {
      rmSync(file);
      continue;
    }
    // Node.js wants to know the file; the generator was made for bundlers.
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(from '\.[^']*)'/g, "$1.js'"));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generate(process.argv[2] ?? GENERATED);
