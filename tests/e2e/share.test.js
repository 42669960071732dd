/**
 * Giving a scenario to others: links and what opens them, tables as CSV, pictures of a view.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { command, idle, openPage, state, useSite } from './support/browser.js';

const use = useSite();
const loses = 'query-loses-rows-while-a-merge-lands';

async function onPage(body, { fragment = '', ...options } = {}) {
  const page = await openPage(use.browser, use.url + fragment, {
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  try {
    await body(page);
    assert.deepEqual(page.problems, []);
  } finally {
    await page.context().close();
  }
}

async function opened(page) {
  await page.waitForFunction(() => !window.partscope.state().page.opening);
  await idle(page);
}

async function play(page, id) {
  await command(page, { op: 'play_scenario', id });
  await opened(page);
}

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const refused = (page, op) =>
  page.evaluate((json) => window.partscope.command(json), op).then(({ error }) => error);

/** Runs `act`, which makes the page save a file; returns its name and bytes. */
async function download(page, act) {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** A link to step 8 of a teaching scenario in Snapshots, with a part selected. */
async function makeLink(page) {
  await play(page, loses);
  await command(page, { op: 'go', step: 8 });
  await command(page, { op: 'view', name: 'snapshots' });
  await command(page, { op: 'drawer', name: 'result' });
  await command(page, { op: 'select', wrapper: 5 });
  await command(page, { op: 'copy_link' });
  const address = await clipboard(page);
  assert.ok(address.startsWith(`${use.url}#v1.`), address);
  assert.equal(address, use.url + (await state(page)).link);
  return address;
}

test('a link opens in another browser at the same step and view', () =>
  onPage(async (page) => {
    const address = await makeLink(page);
    const before = await state(page);
    await onPage(async (other) => {
      await opened(other);
      const after = await state(other);
      assert.equal(after.page.landing, false);
      assert.deepEqual(after.scenario, before.scenario);
      assert.deepEqual(
        [after.view, after.drawer, after.selection.wrapper, after.name],
        ['snapshots', 'result', 5, before.name]);
      assert.equal(await other.evaluate(() => location.hash), new URL(address).hash);
      // What is edited is no longer what the address says, and survives a reload by itself.
      await command(other, { op: 'do', event: { op: 'flush' } });
      assert.equal(await other.evaluate(() => location.hash), '');
    }, { fragment: new URL(address).hash });
  }));

test('a link that is put into the address of an open page opens at once', () =>
  onPage(async (page) => {
    const { hash } = new URL(await makeLink(page));
    await play(page, 'write-then-flush');
    await command(page, { op: 'do', event: { op: 'flush' } });
    await page.evaluate((fragment) => (location.hash = fragment), hash);
    await page.waitForFunction(() => window.partscope.state().scenario?.step === 8);
    await opened(page);
    assert.equal((await state(page)).scenario.title, 'Query loses rows while a merge lands');
    // What was edited is not lost.
    await command(page, { op: 'back_to_scenario' });
    assert.equal((await state(page)).scenario.title, 'Write, then flush');
    assert.equal(await page.evaluate(() => location.hash), '');
  }));

test('a link comes before the saved scenario and leaves it alone', () =>
  onPage(async (page) => {
    const { hash } = new URL(await makeLink(page));
    await play(page, 'write-then-flush');
    await command(page, { op: 'do', event: { op: 'flush' } });
    await page.goto(`${use.url}?again${hash}`);
    await page.waitForFunction(() => window.partscope !== undefined);
    await opened(page);
    assert.equal((await state(page)).scenario.step, 8);
    await page.goto(`${use.url}?landing`);
    await page.waitForFunction(() => window.partscope !== undefined);
    await idle(page);
    assert.match(await page.locator('#go-on-title').textContent(), /Write, then flush/);
    assert.ok(await page.locator('#go-on').isVisible());
  }));

test('a damaged link is told in words on the first page', () =>
  onPage(async (page) => {
    const { hash } = new URL(await makeLink(page));
    for (const [fragment, words] of [
      [hash.slice(0, hash.length / 2), /damaged or was cut off/],
      [hash.replace('#v1.', '#v1.%25'), /damaged at character 5/],
      ['#v9.abc', /newer version/],
    ]) {
      await onPage(async (other) => {
        await other.locator('#message').waitFor();
        assert.match(await other.locator('#message-text').textContent(), words);
        assert.match(await other.locator('#message-advice').textContent(), /nothing is lost/);
        const { page: facts, open } = await state(other);
        assert.deepEqual([facts.landing, facts.failed, open], [true, false, false]);
        assert.equal(await other.evaluate(() => location.hash), '');
        await other.locator('#message-close').click();
        await play(other, loses);
      }, { fragment });
    }
  }));

test('a scenario too long for a link is refused with its length', () =>
  onPage(async (page) => {
    const noise = Array.from({ length: 5000 }, (_, i) => Math.sin(i + 1).toString(36).slice(3))
      .join('');
    const text = JSON.stringify({ format: 'sidx-scenario/1', notes: noise, steps: [] });
    await command(page, { op: 'open_scenario', name: 'long', text });
    assert.match(await refused(page, { op: 'copy_link' }), /at most 32768 fit/);
  }));

test('tables leave as CSV and Markdown', () =>
  onPage(async (page) => {
    await play(page, loses);
    await command(page, { op: 'go', step: 6 });
    const { name, bytes } = await download(page, () =>
      command(page, { op: 'export', what: 'csv', table: 'result' }));
    assert.equal(name, `${loses}-result.csv`);
    assert.deepEqual(bytes.toString().split('\r\n'), [
      'row,series,user key,data,part,svc',
      '0,1,85,trace-3,2,cart',
      '1,1,120,trace-1,1,cart',
      '2,1,240,trace-4,2,ship',
      '3,1,310,trace-2,1,pay',
      '',
    ]);
    await command(page, { op: 'view', name: 'blocks' });
    await command(page, { op: 'export', what: 'markdown', copy: true });
    const lines = (await clipboard(page)).split('\n');
    assert.match(lines[0], /^\| part \| block \| series ID \|/);
    assert.equal(lines.length, 2 + 2 + 1);
    const test = await download(page, () => command(page, { op: 'export', what: 'go_test' }));
    assert.match(test.bytes.toString(), /\npackage sidx\n/);
  }));

/** Width, height and number of colours of a PNG. */
const measure = (page, png) => page.evaluate(async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  return {
    width: bitmap.width,
    height: bitmap.height,
    colours: new Set(new Uint32Array(data.buffer)).size,
  };
}, png.toString('base64'));

test('a picture shows the view at the resolution of the screen', () =>
  onPage(async (page) => {
    await play(page, loses);
    await command(page, { op: 'go', step: 8 });
    for (const panel of ['explorer', 'inspector', 'drawer', 'next']) {
      await command(page, { op: 'panel', name: panel, open: false });
    }
    const { name, bytes } = await download(page, () =>
      command(page, { op: 'export', what: 'png' }));
    assert.equal(name, `${loses}-timeline-step-8.png`);
    const { width, height, colours } = await measure(page, bytes);
    assert.equal(width, 1280 * 2);
    assert.ok(height > 600 * 2 && height < 800 * 2, `${height} pixels high`);
    assert.ok(colours > 20, `${colours} colours`);
  }, { deviceScaleFactor: 2 }));

test('the Share menu and the palette copy the link', () =>
  onPage(async (page) => {
    await play(page, loses);
    await page.keyboard.press('l');
    await idle(page);
    const { link } = await state(page);
    assert.ok(link.startsWith('#v1.'));
    assert.equal(await clipboard(page), use.url + link);
  }));
