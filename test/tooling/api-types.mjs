/**
 * Types of the REST API for the web app, made by openapi-typescript from the description that the compiled facade gives of itself, and committed, so that
 * whoever reads the code has them. `node test/tooling/api-types.mjs [file] [folder of what is compiled]`; a test holds what is committed and what comes out
 * together.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTypes, { astToString } from 'openapi-typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const GENERATED = join(root, 'src/web/api/openapi.d.ts');
const HEADER = '/** Made by test/tooling/api-types.mjs from the description of the REST API: not to be changed by hand. */\n';

async function describedIn(compiled) {
  const { TestFacade } = await import(pathToFileURL(join(compiled, 'test/support/test-facade.js')).href);
  const facade = await TestFacade.start();
  try {
    return (await facade.ask('GET', '/openapi.json')).body;
  } finally {
    await facade.stop();
  }
}

/** Sorted, so that a new route changes the place it stands in and nothing else. */
async function generate(file, compiled) {
  const types = await openapiTypes(await describedIn(compiled), { alphabetize: true });
  writeFileSync(file, `${HEADER}${astToString(types)}`);
}

const [file = GENERATED, compiled = join(root, 'dist')] = process.argv.slice(2);
await generate(resolve(file), resolve(compiled));
