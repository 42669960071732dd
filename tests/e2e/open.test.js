/**
 * The ways in: samples, the directory button, dropping a directory. What is on screen is checked
 * through window.partscope.state().
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { command, idle, state, useSite, withPage } from './support/browser.js';
import { goldenParts } from './support/site.js';

const use = useSite();

const expected = (name) => JSON.parse(readFileSync(join(goldenParts, name, 'expected.json')));

const onPage = (body, options) => withPage(use, body, options);

/** Drops files or directories of this machine onto the middle of the page. */
async function drop(page, paths) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  await page.waitForFunction(() => !window.partscope.state().page.landing);
  await idle(page);
}

test('the landing offers samples and a directory button', () =>
  onPage(async (page) => {
    assert.equal(await page.locator('h1').innerText(), 'Partscope');
    assert.ok((await page.locator('#sample-cards > li').count()) >= 4);
    assert.equal(await page.locator('#pick-directory').getAttribute('webkitdirectory'), '');
    assert.equal((await state(page)).open, false);
  }));

test('a sample opens with a click on its card', () =>
  onPage(async (page) => {
    await page.locator('#sample-cards > li').first().getByRole('button').first().click();
    await page.waitForFunction(() => !window.partscope.state().page.landing);
    await idle(page);
    const { parts, loading } = await state(page);
    assert.equal(parts.length, 1);
    assert.equal(loading.busy, false);
    assert.deepEqual(
      [parts[0].rows, parts[0].blocks, parts[0].key_min, parts[0].key_max],
      ['3', 1, '100', '300'],
    );
    assert.deepEqual(parts[0].engines, ['seed']);
    await command(page, { op: 'select', part: 0, block: 0 });
    const { block } = await state(page);
    assert.deepEqual(block.first, { key: '100', data: 't1', tags: { dur: '5', svc: 'a' } });
  }));

test('every sample opens and is verified', () =>
  onPage(async (page) => {
    const samples = await page.evaluate(() => fetch('assets/samples.json').then((r) => r.json()));
    assert.ok(samples.samples.length >= 4);
    for (const { id } of samples.samples) {
      await command(page, { op: 'open_sample', id });
      await page.waitForFunction(() => !window.partscope.state().page.opening);
      await idle(page);
      const { parts, name } = await state(page);
      assert.ok(parts.length > 0, id);
      for (const part of parts) {
        assert.equal(part.stage, 'ready', `${id} ${name}`);
        assert.equal(part.verified, true, id);
      }
    }
  }));

test('the directory button opens a golden part', () =>
  onPage(async (page) => {
    const name = 'head/merged_typed_tags';
    const golden = expected(name);
    await page.locator('#pick-directory').setInputFiles(join(goldenParts, name, golden.dir));
    await page.waitForFunction(() => !window.partscope.state().page.landing);
    await idle(page);
    await command(page, { op: 'select', part: 0, block: 0 });
    const { parts, block } = await state(page);
    assert.equal(parts[0].name, golden.dir);
    assert.equal(parts[0].blocks, golden.manifest.blocksCount);
    assert.deepEqual(parts[0].engines, ['v0.10.3', 'head']);
    assert.deepEqual(block.tags, ['extra', 'svc', 'x#int', 'x#str', 'x#str_arr']);
    assert.equal(block.rows, golden.blocks[0].count);
  }));

test('a dropped directory above several parts becomes a tree', () =>
  onPage(async (page) => {
    await drop(page, [join(goldenParts, 'v0.9.0/stress/time_based_index')]);
    const { parts, skipped, axis, rows } = await state(page);
    assert.equal(parts.length, 11);
    assert.equal(rows, '2000');
    // Each folder is an instance of its own, and no query reads parts of two.
    assert.equal(axis.depth_max, 1);
    assert.ok(skipped.some((row) => row.path.endsWith('expected.json')));
  }));

test('loose files of a part open too', () =>
  onPage(async (page) => {
    const folder = join(goldenParts, 'seed/tiny/0000000000000001');
    const files = ['manifest.json', 'meta.bin', 'primary.bin', 'keys.bin', 'data.bin'];
    await drop(page, files.map((file) => join(folder, file)));
    const { parts } = await state(page);
    assert.equal(parts.length, 1);
    assert.equal(parts[0].rows, '3');
  }));

test('a part opened while the engine still loads is shown once it is there', async () => {
  const context = await use.browser.newContext();
  const page = await context.newPage();
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(use.url);
  const golden = expected('seed/tiny');
  await page.locator('#pick-directory').setInputFiles(join(goldenParts, 'seed/tiny', golden.dir));
  release();
  await page.waitForFunction(() => !window.partscope.state().page.landing);
  await idle(page);
  assert.equal((await state(page)).parts[0].rows, '3');
  await context.close();
});

test('broken parts show what is wrong and what is left', () =>
  onPage(async (page) => {
    await command(page, { op: 'open_sample', id: 'broken' });
    await page.waitForFunction(() => !window.partscope.state().page.opening);
    await idle(page);
    const { parts } = await state(page);
    assert.deepEqual(parts.map((part) => part.findings['primary-block-unreadable'] ?? 0), [1, 0, 0]);
    assert.deepEqual(parts.map((part) => part.findings['data-unreadable'] ?? 0), [0, 1, 0]);
    assert.deepEqual(parts.map((part) => part.blocks), [0, 3, 3]);
    await command(page, { op: 'select', part: 1, block: 2 });
    const { block } = await state(page);
    assert.match(block.error, /data\.bin:222: data: expected 111 bytes/);
    assert.ok(block.first.key);
  }));

test('something without parts says so', () =>
  onPage(async (page) => {
    await drop(page, [join(goldenParts, 'README.md')]);
    const { parts, skipped } = await state(page);
    assert.equal(parts.length, 0);
    assert.equal(skipped.length, 1);
  }));

test('reading can be cancelled and resumed', () =>
  onPage(async (page) => {
    // Reads are held back, so that there is time to cancel.
    await page.evaluate(() => {
      const read = Blob.prototype.arrayBuffer;
      window.held = new Promise((resolve) => (window.release = resolve));
      Blob.prototype.arrayBuffer = async function arrayBuffer() {
        await window.held;
        return read.call(this);
      };
    });
    const golden = expected('seed/tiny');
    await page.locator('#pick-directory').setInputFiles(join(goldenParts, 'seed/tiny', golden.dir));
    await page.waitForFunction(() => !window.partscope.state().page.landing);
    await page.waitForFunction(() => window.partscope.state().loading?.busy);
    const run = (op) => page.evaluate((json) => window.partscope.command(json), op);
    await run({ op: 'cancel' });
    assert.equal((await state(page)).parts[0].stage, 'stopped');
    await page.evaluate(() => window.release());
    await idle(page);
    assert.equal((await state(page)).parts[0].stage, 'stopped');
    await run({ op: 'resume' });
    await idle(page);
    assert.equal((await state(page)).parts[0].rows, '3');
  }));
