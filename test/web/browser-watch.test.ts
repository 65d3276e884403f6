/** The watch that every scene is under sees what it is there for: otherwise all the others would pass for nothing. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { clearArtefacts } from '../support/browser-artefacts.js';
import { becomes } from '../support/browser-patience.js';
import { BrowserStage } from '../support/browser.js';

const watch = suite('the watch over the browser');

let stage: BrowserStage;
watch.before(async () => {
  stage = await BrowserStage.open();
});
watch.after(() => stage.close());

const OFFENCES = [
  {
    what: 'a style that the content security policy forbids',
    code: "document.head.append(document.createElement('style'))",
    seen: /Content Security Policy/,
  },
  {
    what: 'a script from elsewhere',
    code: "document.head.append(Object.assign(document.createElement('script'), { src: 'http://127.0.0.2:9/a.js' }))",
    seen: /127\.0\.0\.2/,
  },
  {
    what: 'an exception that nobody caught',
    code: "void setTimeout(() => { throw new Error('for nobody') })",
    seen: /not caught: .*for nobody/,
  },
  { what: 'a line on the console', code: "console.error('something is wrong')", seen: /something is wrong/ },
  { what: 'a file of the app that is not there', code: "void fetch('/assets/nowhere.js')", seen: /404 GET .*nowhere\.js/ },
] as const;

for (const { what, code, seen } of OFFENCES) {
  watch(`sees ${what}`, async () => {
    const name = `watched ${what}`;
    const scene = stage.scene(name, async ({ visitor }) => {
      const offender = await visitor();
      await offender.page.goto('/');
      await offender.page.evaluate(code);
      await becomes(
        what,
        async () => offender.watch.problems.join('\n'),
        (problems) => seen.test(problems),
      );
    });
    await assert.rejects(scene, seen);
    await clearArtefacts(`failed/${name}`);
  });
}

watch.run();
