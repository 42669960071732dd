/**
 * Queries explained: the query of a step and one that is asked for, on scenarios and on opened parts,
 * its comparison with the repaired engine, its heap merge, and bloom filters.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { command, idle, state, useSite, withPage } from './support/browser.js';
import { root } from './support/site.js';

const use = useSite();
const scenarioText = (name) =>
  readFileSync(join(root, 'tests/golden/traces', `${name}.scenario.json`), 'utf8');

const onPage = (body, options) => withPage(use, body, options);

async function play(page, name) {
  await command(page, { op: 'open_scenario', name, text: scenarioText(name) });
  await command(page, { op: 'view', name: 'query' });
}

/** Goes to each step that queries, and returns what is said of it. */
async function queries(page) {
  const found = [];
  const { steps } = (await state(page)).scenario;
  for (let step = 1; step <= steps; step++) {
    await command(page, { op: 'go', step });
    const { query } = await state(page);
    if (query.of_step === step) found.push(query);
  }
  return found;
}

test('the query of a step: why a part was skipped, and which rows are lost', () =>
  onPage(async (page) => {
    await play(page, 's01-part-key-range-from-series-order');
    await command(page, { op: 'query_compare', on: true });
    const all = await queries(page);
    const lost = all.filter((query) => query.right?.lost > 0);
    assert.ok(lost.length > 0);
    const [part] = lost[0].funnel[0].items;
    assert.equal(part.bug, 'S1');
    assert.match(part.sentence, /manifest says 100 … 50; its blocks really hold 1 … 200 \(S1\)/);
  }));

test('a query of the form is explained and added as a step', () =>
  onPage(async (page) => {
    await play(page, 'b03-flush-merge-query');
    const { steps } = (await state(page)).scenario;
    await command(page, { op: 'go', step: steps });
    await command(page, { op: 'query', series: ['1'], order: 'desc', limit: 2 });
    let { query } = await state(page);
    assert.equal(query.of_step, 0);
    assert.equal(query.rows, 2);
    assert.equal((await state(page)).scenario.steps, steps);
    await command(page, { op: 'query_level', level: 'element' });
    ({ query } = await state(page));
    assert.equal(query.funnel[3].kept, 2);
    assert.ok(query.funnel[3].items.length >= 2);
    await page.keyboard.press('.');
    await page.keyboard.press('.');
    await idle(page);
    ({ query } = await state(page));
    assert.equal(query.merge.step, 2);
    assert.match(query.merge.sentence, /comes up/);
    await page.keyboard.press('c');
    await idle(page);
    ({ query } = await state(page));
    assert.equal(query.right.lost, 0);
    await command(page, { op: 'do', event: query.request });
    assert.equal((await state(page)).scenario.steps, steps + 1);
    assert.equal((await state(page)).query.of_step, steps + 1);
  }));

test('opened parts are asked, and a bloom filter is probed', () =>
  onPage(async (page) => {
    await command(page, { op: 'open_sample', id: 'first-part' });
    await page.waitForFunction(() => !window.partscope.state().page.opening);
    await idle(page);
    await command(page, { op: 'view', name: 'query' });
    const filter = { eq: ['svc', 'nobody'] };
    await command(page, { op: 'query', series: ['1'], filter });
    const { query } = await state(page);
    assert.equal(query.rows, 0);
    assert.equal(query.funnel[2].discarded, 1);
    await command(page, { op: 'query', series: ['1'] });
    assert.ok((await state(page)).query.rows > 0);
    await page.keyboard.press('8');
    await command(page, { op: 'select', part: 0, block: 0, tag: 'svc' });
    await command(page, { op: 'bloom', value: 'a', bits: 20 });
    const { bloom, view } = await state(page);
    assert.equal(view, 'bloom');
    assert.deepEqual(bloom.tries[0].bits.length, bloom.probes);
    assert.equal(bloom.what_if.blocks, 1);
  }));
