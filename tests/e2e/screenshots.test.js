/**
 * Pictures for a person to look at, under build/screenshots. They are not compared with anything;
 * each only must show more than a few colours.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { command, idle, openPage, useSite } from './support/browser.js';
import { outputFolder } from './support/site.js';

const use = useSite();
mkdirSync(outputFolder, { recursive: true });

const sizes = [
  { name: '1280', viewport: { width: 1280, height: 800 } },
  { name: '1920', viewport: { width: 1920, height: 1080 } },
];

const scenes = [
  { name: 'landing' },
  { name: 'key-ranges', sample: 'before-a-merge' },
  { name: 'key-ranges-block', sample: 'after-a-merge', commands: [{ op: 'select', part: 0, block: 5 }] },
  { name: 'rank-axis', sample: 'extreme-keys', commands: [{ op: 'axis', scale: 'rank' }] },
  { name: 'blocks', sample: 'stress', commands: [{ op: 'view', name: 'blocks' }] },
  {
    name: 'elements',
    sample: 'every-type',
    commands: [{ op: 'select', part: 0, block: 0, row: 3 }, { op: 'view', name: 'elements' }],
  },
  {
    name: 'tag',
    sample: 'typed-columns',
    commands: [{ op: 'select', part: 0, block: 0, tag: 'x#int' }, { op: 'view', name: 'elements' }],
  },
  { name: 'broken', sample: 'broken', commands: [{ op: 'select', part: 1 }] },
  { name: 'scenario-start', scenario: 'query-loses-rows-while-a-merge-lands' },
  {
    name: 'timeline',
    scenario: 'query-loses-rows-while-a-merge-lands',
    commands: [{ op: 'go', step: 8 }, { op: 'select', wrapper: 2 }, { op: 'drawer', name: 'ledger' }],
  },
  {
    name: 'snapshots',
    scenario: 'a-part-loaded-at-open-is-never-deleted',
    commands: [{ op: 'go', to: 'end' }, { op: 'view', name: 'snapshots' }],
  },
  {
    name: 'merge',
    scenario: 'a-joined-block-is-never-full',
    commands: [
      { op: 'go', to: 'end' },
      { op: 'view', name: 'merge' },
      { op: 'merge_step', index: 6 },
      { op: 'drawer', name: 'result' },
    ],
  },
  {
    name: 'step-on-the-key-axis',
    scenario: 'query-loses-rows-while-a-merge-lands',
    commands: [{ op: 'go', step: 7 }, { op: 'view', name: 'key_ranges' }],
  },
  {
    name: 'write-form',
    scenario: 'why-merge',
    commands: [{ op: 'drawer', name: 'scenario' }, { op: 'form', event: 'write' }],
  },
];

async function shoot(scene, size, scale, colorScheme) {
  const page = await openPage(use.browser, use.url, {
    viewport: size.viewport,
    deviceScaleFactor: scale,
    colorScheme,
  });
  if (scene.sample) {
    await command(page, { op: 'open_sample', id: scene.sample });
    await page.waitForFunction(() => !window.partscope.state().page.opening);
    await idle(page);
  }
  if (scene.scenario) {
    await command(page, { op: 'play_scenario', id: scene.scenario });
    await page.waitForFunction(() => !window.partscope.state().page.opening);
    await idle(page);
  }
  for (const op of scene.commands ?? []) await command(page, op);
  const path = join(outputFolder, `${scene.name}-${size.name}-${scale}x-${colorScheme}.png`);
  const picture = await page.screenshot({ path });
  assert.deepEqual(page.problems, []);
  await page.context().close();
  return picture;
}

for (const scene of scenes) {
  test(`picture: ${scene.name}`, async () => {
    // Each scene in both sizes; scale and appearance alternate, so that all of them occur.
    for (const [i, size] of sizes.entries()) {
      for (const scheme of ['dark', 'light']) {
        const scale = (i === 0) === (scheme === 'dark') ? 1 : 2;
        const picture = await shoot(scene, size, scale, scheme);
        assert.ok(picture.length > 15_000, `${scene.name} is almost empty: ${picture.length} bytes`);
      }
    }
  });
}
