/**
 * The bug museum: cards on the first page and in the application, the text beside the views, the
 * switch that plays the same steps under the repair, and the exhibit that shows parts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { command, idle, state, useSite, withPage } from './support/browser.js';

const use = useSite();

const onPage = (body, options) => withPage(use, body, options);

const opened = (page, id) =>
  page.waitForFunction((wanted) => window.partscope.state().exhibit?.id === wanted, id)
    .then(() => idle(page));
const museumRequests = (page) => page.requests.filter((url) => url.includes('/assets/museum'));
const keys = async (page) =>
  (await state(page)).scenario.state.result?.elements.map(({ key }) => key);

test('a visitor finds S9 on the first page, and the switch brings its rows back', () =>
  onPage(async (page) => {
    assert.deepEqual(museumRequests(page), [], 'the first page needs no exhibit');
    await page.locator('#visit-museum').click();
    const cards = page.locator('#museum .card');
    await cards.first().waitFor();
    const all = await cards.count();
    assert.ok(all >= 40, `${all} exhibits`);
    assert.equal(await page.locator('#museum h3').first().textContent(), 'Lost rows');

    await page.locator('#museum-filter').fill('query merge lands');
    const found = await page.locator('#museum li:visible').count();
    assert.ok(found > 0 && found < all / 2, `${found} of ${all}`);
    await page.locator('[data-exhibit="S9"]').click();
    await opened(page, 'S9');

    let report = await state(page);
    assert.equal(report.scenario.step, 8);
    assert.equal(report.view, 'timeline');
    assert.equal(report.drawer, 'result');
    assert.equal(report.panels.exhibit, true);
    assert.equal(report.exhibit.repaired, false);
    assert.deepEqual(await keys(page), []);

    await page.mouse.click(640, 787); // the status line
    await page.keyboard.press('y');
    await idle(page);
    report = await state(page);
    assert.equal(report.exhibit.repaired, true);
    assert.equal(report.scenario.step, 8, 'the step stays');
    assert.deepEqual(report.scenario.fixes, ['S9']);
    assert.deepEqual(await keys(page), ['85', '120', '240', '310']);
    assert.equal(report.scenario.edited, false, 'a switch leaves nothing to be saved');

    await page.keyboard.press('y');
    await idle(page);
    assert.deepEqual(await keys(page), []);
  }));

test('the list in the application is searched, and leads from exhibit to exhibit', () =>
  onPage(async (page) => {
    await command(page, { op: 'play_scenario', id: 'write-then-flush' });
    await page.waitForFunction(() => window.partscope.state().scenario);
    await command(page, { op: 'museum' });
    await page.waitForFunction(() => window.partscope.state().museum.loaded);
    let report = await state(page);
    assert.equal(report.view, 'museum');
    assert.equal(report.museum.found.length, report.museum.exhibits);
    await command(page, { op: 'museum_filter', text: '.snp lost' });
    report = await state(page);
    assert.ok(report.museum.found.includes('S4'));
    assert.ok(report.museum.found.length < report.museum.exhibits);
    await command(page, { op: 'museum_filter', text: 'no such words' });
    assert.deepEqual((await state(page)).museum.found, []);
    await command(page, { op: 'museum_filter', text: '' });

    await command(page, { op: 'open_exhibit', id: 'S2' });
    await opened(page, 'S2');
    await page.mouse.click(640, 787); // the status line
    await page.keyboard.press('e');
    await opened(page, 'S4');
    await page.keyboard.press('Shift+E');
    await opened(page, 'S2');
    assert.equal(museumRequests(page).filter((url) => url.endsWith('museum.json')).length, 1);
    await page.keyboard.press('t');
    await idle(page);
    assert.equal((await state(page)).panels.exhibit, false);
    await command(page, { op: 'open_exhibit', id: 'nothing' });
    await page.locator('#message[open]').waitFor();
  }));

test('every exhibit opens where its bug is to be seen', () =>
  onPage(async (page) => {
    const index = await page.evaluate(() => fetch('assets/museum.json').then((it) => it.json()));
    for (const { exhibit } of index.museum) {
      await command(page, { op: 'open_exhibit', id: exhibit.id });
      await opened(page, exhibit.id);
      const report = await state(page);
      if (exhibit.part) continue;
      assert.equal(report.scenario.step, exhibit.step, exhibit.id);
      if (exhibit.fix.length === 0) continue;
      await command(page, { op: 'engine', fix: exhibit.fix[0], on: true });
      const fixed = await state(page);
      assert.equal(fixed.scenario.step, exhibit.step, exhibit.id);
      assert.equal(fixed.exhibit.repaired, true, exhibit.id);
      assert.notEqual(fixed.scenario.outcome, 'panic', exhibit.id);
      assert.notDeepEqual(fixed.scenario.state, report.scenario.state, exhibit.id);
    }
  }));

test('L4 shows arrays as they were written, as they are read, and as a merge kept them', () =>
  onPage(async (page) => {
    await command(page, { op: 'open_exhibit', id: 'L4' });
    await opened(page, 'L4');
    await page.waitForFunction(() => window.partscope.state().exhibit.arrays);
    const report = await state(page);
    assert.equal(report.view, 'museum');
    assert.equal(report.parts.length, 2);
    assert.deepEqual(report.exhibit.arrays, { rows: 73, changed: 32, as_read: 73, problem: '' });
  }));
