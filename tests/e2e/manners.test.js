/**
 * What a good page does without being asked: it rests when nothing happens, asks no other server,
 * weighs little, obeys keyboard, mouse and clipboard, and says in words when something fails.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { command, idle, openPage, state, useSite } from './support/browser.js';
import { siteFolder } from './support/site.js';

const use = useSite();

async function withSample(id, body, options) {
  const page = await openPage(use.browser, use.url, options);
  await command(page, { op: 'open_sample', id });
  await page.waitForFunction(() => !window.partscope.state().page.opening);
  await idle(page);
  try {
    await body(page);
  } finally {
    await page.context().close();
  }
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test('an idle tab draws no frame', () =>
  withSample('before-a-merge', async (page) => {
    await page.mouse.move(640, 300);
    await sleep(1500); // the tooltip of what the mouse rests on
    await idle(page);
    const before = (await state(page)).page.frames;
    await sleep(3000);
    const after = (await state(page)).page.frames;
    assert.ok(before > 0);
    assert.equal(after - before, 0);
  }));

test('only this site is asked for anything', () =>
  withSample('stress', async (page) => {
    await command(page, { op: 'select', part: 0, block: 0 });
    await sleep(500);
    const foreign = page.requests.filter(
      (url) => !url.startsWith(use.url) && !url.startsWith('data:') && !url.startsWith('blob:'),
    );
    assert.ok(page.requests.length > 3);
    assert.deepEqual(foreign, []);
    assert.deepEqual(page.problems, []);
  }));

test('the page may not connect elsewhere', async () => {
  const page = await openPage(use.browser, use.url);
  const refused = await page.evaluate(() =>
    fetch('http://127.0.0.1:9/').then(
      () => 'fetched',
      (error) => String(error),
    ),
  );
  assert.match(refused, /TypeError/);
  assert.ok(page.problems.some((problem) => /Content Security Policy/.test(problem)));
  await page.context().close();
});

test('everything the first frame needs is at most 600 KB with brotli', () => {
  const files = readdirSync(siteFolder, { recursive: true })
    .map((name) => join(siteFolder, String(name)))
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, relative(siteFolder, path)])
    .filter(([, name]) => !/^assets\/((samples|scenarios|museum)\/|museum\.json$)/.test(name))
    .filter(([, name]) => !/^(partscope_search\.(js|wasm)|js\/search_worker\.js)$/.test(name))
    .map(([path]) => path);
  const weights = files.map((path) => brotliCompressSync(readFileSync(path)).length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  console.log(`first frame: ${files.length} files, ${Math.round(total / 1000)} KB with brotli`);
  assert.ok(files.length > 5);
  assert.ok(total <= 600_000, `${total} bytes`);
});

test('keys switch views and panels', () =>
  withSample('before-a-merge', async (page) => {
    await page.mouse.click(700, 500);
    for (const [key, view] of [['5', 'blocks'], ['6', 'elements'], ['2', 'timeline'], ['1', 'key_ranges']]) {
      await page.keyboard.press(key);
      await idle(page);
      assert.equal((await state(page)).view, view);
    }
    await page.keyboard.press('i');
    await idle(page);
    assert.equal((await state(page)).panels.inspector, false);
  }));

test('the palette finds a command by its letters', () =>
  withSample('first-part', async (page) => {
    await page.mouse.click(700, 500);
    await page.keyboard.press('Control+Shift+P');
    await idle(page);
    await page.keyboard.type('key axis rank');
    await idle(page);
    await page.keyboard.press('Enter');
    await idle(page);
    assert.equal((await state(page)).axis.scale, 'rank');
  }));

test('the wheel zooms the key axis and double click fits it again', () =>
  withSample('before-a-merge', async (page) => {
    const whole = (await state(page)).axis;
    assert.equal(whole.depth_max, 5);
    await page.mouse.move(760, 300);
    await page.mouse.wheel(0, -600);
    await idle(page);
    const zoomed = (await state(page)).axis;
    const width = (axis) => BigInt(axis.to) - BigInt(axis.from);
    assert.ok(width(zoomed) < width(whole));
    await page.mouse.dblclick(760, 560);
    await idle(page);
    const again = (await state(page)).axis;
    assert.deepEqual([again.from, again.to], [whole.from, whole.to]);
  }));

test('a value is copied with the right button', () =>
  withSample(
    'first-part',
    async (page) => {
      await command(page, { op: 'view', name: 'blocks' });
      await page.mouse.click(600, 142, { button: 'right' });
      await idle(page);
      await page.mouse.click(640, 156);
      await idle(page);
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(JSON.parse(copied).max_key, '300');
    },
    { permissions: ['clipboard-read', 'clipboard-write'] },
  ));

test('refused commands say why', () =>
  withSample('first-part', async (page) => {
    const run = (op) => page.evaluate((json) => window.partscope.command(json), op);
    assert.match((await run({ op: 'select', part: 7 })).error, /no such part/);
    assert.match((await run({ op: 'select', part: 0, block: 9 })).error, /no such block/);
    assert.match((await run({ op: 'fly' })).error, /no such command/);
    assert.match((await run({ op: 'view', name: 'x' })).error, /view is one of/);
  }));

test('without WebGL2 the page says so', async () => {
  const context = await use.browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
    window.OffscreenCanvas = undefined;
  });
  await page.goto(use.url);
  await page.waitForFunction(() => document.body.innerText.includes('WebGL'));
  await context.close();
});

test('an engine that cannot be loaded is a message, not a blank page', async () => {
  const context = await use.browser.newContext();
  const page = await context.newPage();
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto(use.url);
  const dialog = page.locator('#message');
  await dialog.waitFor({ state: 'visible' });
  assert.ok((await dialog.innerText()).length > 20);
  await context.close();
});
