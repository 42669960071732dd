/**
 * The search: it runs in a worker that is loaded when somebody starts it, finds a broken invariant,
 * shrinks it, and what it found opens as a scenario.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { command, idle, openPage, state, useSite } from './support/browser.js';

const use = useSite();

async function onPage(body) {
  const page = await openPage(use.browser, use.url);
  await command(page, { op: 'new_scenario' });
  await command(page, { op: 'view', name: 'search' });
  try {
    await body(page);
    const foreign = page.requests.filter((url) => !url.startsWith(use.url));
    assert.deepEqual(foreign, []);
    assert.deepEqual(page.problems, []);
  } finally {
    await page.context().close();
  }
}

const stage = (page, name) =>
  page.waitForFunction((wanted) => window.partscope.state().search.stage === wanted, name,
    { timeout: 120_000 });
const workerRequests = (page) => page.requests.filter((url) => /search_worker|partscope_search/.test(url));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Operations the repaired engine survives: a search for as long as a test likes. */
const endless = { op: 'search_start', profile: 'fixed', menu: ['write', 'flush', 'merge'],
  rules: ['no-panic'], steps: '1000000000000' };

test('a search finds a bug, shrinks it, and opens at the step that breaks the invariant', () =>
  onPage(async (page) => {
    assert.deepEqual(workerRequests(page), [], 'nothing of the search before it is started');
    await command(page, { op: 'search_start', seed: '1', profile: 'seed' });
    await stage(page, 'done');
    await idle(page);
    let { search } = await state(page);
    assert.ok(workerRequests(page).length >= 2);
    assert.equal(search.result.found, true);
    assert.ok(search.result.length <= 12, `${search.result.length} steps`);
    assert.ok(search.result.length <= search.result.found_length);
    assert.equal(search.result.sentences.length, search.result.length + 2);
    assert.ok(Number(search.progress.coverage.write.played) > 0);

    await command(page, { op: 'search_open' });
    const report = await state(page);
    assert.equal(report.view, 'timeline');
    assert.equal(report.scenario.step, search.result.length);
    assert.equal(report.scenario.steps, search.result.length);

    const repair = search.result.repairs[0];
    await command(page, { op: 'search_on' });
    await stage(page, 'done');
    ({ search } = await state(page));
    assert.deepEqual(search.form.fixes, [repair]);
    assert.ok(!search.result.found || !search.result.repairs.includes(repair));
  }));

test('the same seed finds the same', () =>
  onPage(async (page) => {
    const results = [];
    for (let i = 0; i < 2; i++) {
      await command(page, { op: 'search_start', seed: '5', strategy: 'pct' });
      await stage(page, 'done');
      results.push((await state(page)).search.result);
    }
    assert.deepEqual(results[0], results[1]);
  }));

test('a search is paused, resumed and stopped, and an idle one draws no frame', () =>
  onPage(async (page) => {
    const steps = async () => Number((await state(page)).search.progress.steps);
    await command(page, endless);
    await page.waitForFunction(() => Number(window.partscope.state().search.progress.steps) > 0);
    await command(page, { op: 'search_pause' });
    await sleep(300);
    await idle(page);
    const paused = await steps();
    const { frames } = (await state(page)).page;
    await sleep(800);
    assert.equal(await steps(), paused);
    assert.equal((await state(page)).page.frames, frames);

    await command(page, { op: 'search_resume' });
    await page.waitForFunction(
      (before) => Number(window.partscope.state().search.progress.steps) > before, paused);
    const { search } = await state(page);
    assert.equal(search.stage, 'running');
    assert.ok(search.rate > 0);
    await command(page, { op: 'search_stop' });
    const stopped = await steps();
    await sleep(500);
    assert.equal(await steps(), stopped);
    assert.equal((await state(page)).search.stage, 'stopped');
  }));

test('buttons and keys do the same', () =>
  onPage(async (page) => {
    await command(page, { op: 'view', name: 'timeline' });
    await page.mouse.click(640, 787); // the status line
    await page.keyboard.press('9');
    await idle(page);
    assert.equal((await state(page)).view, 'search');
    await page.keyboard.press('Control+Shift+P');
    await idle(page);
    await page.keyboard.type('start the search');
    await idle(page);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.partscope.state().search.run === 1);
  }));
