/**
 * Playing scenarios: steps forward and backward, branches and their comparison, edits and undo, the
 * inside of a merge, what is exported, and an upload as the start.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { command, idle, state, useSite, withPage } from './support/browser.js';
import { goldenParts, root } from './support/site.js';

const use = useSite();
const traces = join(root, 'tests/golden/traces');
const loses = 'query-loses-rows-while-a-merge-lands';

const golden = (name) => ({
  text: readFileSync(join(traces, `${name}.scenario.json`), 'utf8'),
  trace: JSON.parse(readFileSync(join(traces, `${name}.trace.json`), 'utf8')),
});

const onPage = (body, options) => withPage(use, body, options);

async function play(page, id) {
  await command(page, { op: 'play_scenario', id });
  await page.waitForFunction(() => !window.partscope.state().page.opening);
  await idle(page);
}

const scenario = async (page) => (await state(page)).scenario;
const go = (page, step) => command(page, { op: 'go', step });
const refused = (page, op) =>
  page.evaluate((json) => window.partscope.command(json), op).then(({ error }) => error);

/** What a trace and the report both tell, texts of errors excepted. */
const comparable = ({ error, ...rest }) => ({ ...rest, failed: error !== null });

/** Runs `act`, which makes the page save a file; returns its name and text. */
async function download(page, act) {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  const path = await file.path();
  return { name: file.suggestedFilename(), bytes: readFileSync(path) };
}

test('a golden scenario is played forward and backward and agrees with its trace', () =>
  onPage(async (page) => {
    for (const name of ['b03-flush-merge-query', 'b04-hold-pins-parts-across-a-merge']) {
      const { text, trace } = golden(name);
      await command(page, { op: 'open_scenario', name, text });
      const { steps } = await scenario(page);
      assert.equal(steps, trace.steps.length, name);
      const check = async (step) => {
        await go(page, step);
        const report = await scenario(page);
        assert.equal(report.step, step);
        assert.deepEqual(comparable(report.state), comparable(trace.steps[step - 1]), name);
        const { parts } = await state(page);
        const live = report.state.parts?.filter((part) => part.state !== 'removed') ?? [];
        assert.equal(parts.filter((part) => part.role !== 'orphan').length, live.length);
      };
      for (let step = 1; step <= steps; step++) await check(step);
      for (let step = steps - 1; step >= 1; step--) await check(step);
    }
  }));

test('a newcomer sees the query lose its rows, and who held which part', () =>
  onPage(async (page) => {
    await page.locator(`[data-scenario="${loses}"]`).click();
    await page.waitForFunction(() => !window.partscope.state().page.landing);
    await idle(page);
    let report = await scenario(page);
    assert.deepEqual([report.step, report.steps, report.profile], [0, 10, 'seed']);
    assert.equal((await state(page)).view, 'timeline');
    const rows = async (step) => {
      await go(page, step);
      return (await scenario(page)).state.result.elements.length;
    };
    assert.equal(await rows(6), 4);
    assert.equal(await rows(8), 0);
    report = await scenario(page);
    assert.match(report.summary, /0 rows .*epoch 3.*skips parts 1, 2/);
    const { parts } = await state(page);
    assert.deepEqual(
      parts.map(({ name, role, ref }) => [Number.parseInt(name, 16), role, ref]),
      [[1, 'removing', 1], [2, 'removing', 1], [3, 'file', 1]],
    );
    assert.equal(await rows(10), 4);
    await command(page, { op: 'engine', fix: 'S9', on: true });
    assert.equal(await rows(8), 4);
  }));

test('an event in the past begins a branch, which is compared with the first', () =>
  onPage(async (page) => {
    await play(page, loses);
    await go(page, 5);
    await command(page, { op: 'do', event: { op: 'query_end', as: 'q1' } });
    let report = await scenario(page);
    assert.equal(report.branches.length, 2);
    assert.deepEqual([report.branch, report.step, report.steps], [1, 6, 6]);
    assert.equal(report.branches[1].behind, 5);
    await command(page, { op: 'compare', branch: 0 });
    report = await scenario(page);
    assert.deepEqual(report.difference, { step: 6, event: true });
    await command(page, { op: 'branch', index: 0 });
    assert.equal((await scenario(page)).steps, 10);
    assert.match(await refused(page, { op: 'branch', index: 5 }), /no such branch/);
    await command(page, { op: 'undo' });
    report = await scenario(page);
    assert.deepEqual([report.branches.length, report.step, report.can_redo], [1, 5, true]);
    await command(page, { op: 'redo' });
    assert.equal((await scenario(page)).branches.length, 2);
  }));

test('a step is written with the form and the list of what can happen next', () =>
  onPage(async (page) => {
    await command(page, { op: 'close' });
    await play(page, 'write-then-flush');
    await command(page, { op: 'new_scenario' });
    let report = await scenario(page);
    assert.equal(report.steps, 0);
    const flush = report.commands.find(({ op }) => op === 'flush');
    assert.deepEqual([flush.enabled, flush.reason], [false, 'there is no mem part']);
    await command(page, { op: 'form', event: 'write' });
    await page.waitForTimeout(200);
    await page.keyboard.press('Control+Enter');
    await idle(page);
    report = await scenario(page);
    assert.deepEqual([report.steps, report.event.op], [1, 'write']);
    assert.equal(report.event.elements.length, 2);
    assert.equal(report.commands.find(({ op }) => op === 'flush').enabled, true);
    assert.equal((await state(page)).rows, '2');
  }));

test('keys step, play and undo', () =>
  onPage(async (page) => {
    await play(page, loses);
    await page.mouse.click(700, 30);
    for (const [key, step] of [
      ['Control+ArrowRight', 1], ['Control+ArrowRight', 2], ['Control+ArrowLeft', 1],
      ['Control+End', 10], ['Control+Home', 0], ['Shift+M', 7],
    ]) {
      await page.keyboard.press(key);
      await idle(page);
      assert.equal((await scenario(page)).step, step, key);
    }
    await command(page, { op: 'autoplay', on: true, speed: 20 });
    assert.equal((await scenario(page)).step, 10); // command() waits until it has played out
    assert.equal((await scenario(page)).autoplay, false);
  }));

test('an idle scenario draws no frame', () =>
  onPage(async (page) => {
    await play(page, loses);
    await page.mouse.move(640, 300);
    await page.waitForTimeout(1500);
    const before = (await state(page)).page.frames;
    await page.waitForTimeout(2000);
    assert.equal((await state(page)).page.frames, before);
  }));

test('the selection follows a part from step to step', () =>
  onPage(async (page) => {
    await play(page, loses);
    await go(page, 6);
    await command(page, { op: 'select', wrapper: 2, block: 0 });
    assert.equal((await state(page)).selection.block, 0);
    await go(page, 8);
    let { selection, block } = await state(page);
    assert.deepEqual([selection.wrapper, selection.block, block.rows], [2, 0, 2]);
    await go(page, 9); // its last reference is given back
    ({ selection } = await state(page));
    assert.deepEqual([selection.wrapper, selection.part, selection.block], [2, null, null]);
  }));

test('a merge is stepped through from the inside', () =>
  onPage(async (page) => {
    await play(page, 'a-joined-block-is-never-full');
    await command(page, { op: 'go', to: 'next', kind: 'merge' });
    await command(page, { op: 'view', name: 'merge' });
    const { merge } = await scenario(page);
    assert.ok(merge.steps > 4);
    const sentences = [];
    for (let index = 1; index <= merge.steps; index++) {
      await command(page, { op: 'merge_step', index });
      sentences.push((await scenario(page)).merge.sentence);
    }
    assert.ok(sentences.some((sentence) => /count 0/.test(sentence)));
    assert.ok(sentences.some((sentence) => /oversize/.test(sentence)));
    assert.match(await refused(page, { op: 'merge_step', index: 99 }), /no such step/);
  }));

test('a text with a mistake is refused with its line, and changes nothing', () =>
  onPage(async (page) => {
    await play(page, loses);
    const text = '{"format": "sidx-scenario/1",\n "steps": [\n  {"op": "fly"}]}';
    assert.match(await refused(page, { op: 'edit_scenario', text }), /fly/);
    const report = await scenario(page);
    assert.deepEqual([report.text_problem.line, report.steps], [3, 10]);
    await command(page, { op: 'edit_scenario', text: text.replace('fly', 'blocks') });
    assert.equal((await scenario(page)).steps, 1);
    await command(page, { op: 'undo' });
    assert.equal((await scenario(page)).steps, 10);
  }));

test('scenario, trace and directory are exported', () =>
  onPage(async (page) => {
    await play(page, loses);
    await command(page, { op: 'go', to: 'end' });
    const save = (what) => download(page, () => command(page, { op: 'export', what }));
    const saved = await save('scenario');
    assert.equal(saved.name, `${loses}.json`);
    const document = JSON.parse(saved.bytes);
    assert.deepEqual([document.format, document.steps.length], ['sidx-scenario/1', 10]);
    assert.ok(document.goal.length > 0);
    const trace = JSON.parse((await save('trace')).bytes);
    assert.deepEqual([trace.format, trace.steps.length], ['sidx-trace/1', 10]);
    const { state: last } = await scenario(page);
    assert.deepEqual(trace.steps[9], last);
    const tar = await save('directory');
    assert.ok(tar.bytes.includes('0000000000000003/primary.bin'));
    assert.ok(tar.bytes.includes('0000000000000004.snp'));
    assert.equal(tar.bytes.length % 512, 0);
    // What was saved can be opened again.
    await command(page, { op: 'open_scenario', name: 'again', text: saved.bytes.toString() });
    assert.equal((await scenario(page)).steps, 10);
  }));

test('a scenario that was edited survives a reload', () =>
  onPage(async (page) => {
    await play(page, 'why-merge');
    await command(page, { op: 'go', to: 'end' });
    await command(page, { op: 'do', event: { op: 'reopen' } });
    const { steps } = await scenario(page);
    await page.reload();
    await page.waitForFunction(() => window.partscope !== undefined);
    await idle(page);
    await page.locator('#go-on').click();
    await page.waitForFunction(() => !window.partscope.state().page.landing);
    await idle(page);
    const report = await scenario(page);
    assert.deepEqual([report.step, report.steps, report.event.op], [steps, steps, 'reopen']);
  }));

test('an uploaded part is the start of a scenario', () =>
  onPage(async (page) => {
    await page.locator('#pick-directory').setInputFiles(join(goldenParts, 'seed/types'));
    await page.waitForFunction(() => !window.partscope.state().page.landing);
    await idle(page);
    const { rows } = await state(page);
    await command(page, { op: 'start_here' });
    const report = await scenario(page);
    assert.match(report.title, /^From /);
    assert.equal(report.step, 0);
    assert.equal((await state(page)).rows, rows);
    await command(page, { op: 'do', event: { op: 'blocks' } });
    assert.ok((await scenario(page)).state.result.blocks.length > 0);
    assert.match(await refused(page, { op: 'start_here' }), /open an instance/);
  }));

test('every teaching scenario plays to its end in every view', () =>
  onPage(async (page) => {
    const list = await page.evaluate(() => fetch('assets/scenarios.json').then((r) => r.json()));
    assert.ok(list.scenarios.length >= 12);
    const views = ['timeline', 'snapshots', 'merge', 'key_ranges', 'blocks', 'elements'];
    const drawers = ['events', 'result', 'ledger', 'scenario', 'findings'];
    for (const [i, { id, steps, goal, watch_for: watchFor }] of list.scenarios.entries()) {
      assert.ok(goal.length > 20 && watchFor.length > 20, id);
      await play(page, id);
      await command(page, { op: 'view', name: views[i % views.length] });
      await command(page, { op: 'drawer', name: drawers[i % drawers.length] });
      for (let step = 1; step <= steps; step++) await go(page, step);
      assert.equal((await scenario(page)).step, steps, id);
    }
  }));
