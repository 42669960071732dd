/**
 * A Chromium with a profile of its own, and pages that record what went wrong in them.
 */
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { existsSync } from 'node:fs';
import { after, before } from 'node:test';
import { serveSite } from './site.js';

const flags = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);

export const launch = () => chromium.launch({ executablePath, headless: true, args: flags });

/**
 * A served site and a browser for the tests of one file, started before the first and stopped after
 * the last.
 */
export function useSite() {
  const use = { url: '', browser: null };
  let site;
  before(async () => {
    site = await serveSite();
    use.url = site.url;
    use.browser = await launch();
  });
  after(async () => {
    await use.browser.close();
    await site.stop();
  });
  return use;
}

/**
 * Opens the site in a fresh context. The page gets `problems` (console errors, exceptions) and
 * `requests` (every URL it asked for).
 */
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'dark',
    ...options,
  });
  const page = await context.newPage();
  page.problems = [];
  page.requests = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(message.text());
  });
  page.on('request', (request) => page.requests.push(request.url()));
  await page.goto(url);
  await page.waitForFunction(() => window.partscope !== undefined);
  await idle(page);
  return page;
}

export const state = (page) => page.evaluate(() => window.partscope.state());
export const idle = (page) => page.evaluate(() => window.partscope.idle());

/** Runs a command that must be accepted, and waits until all that follows from it is done. */
export async function command(page, op) {
  const result = await page.evaluate((json) => window.partscope.command(json), op);
  if (!result || result.ok !== true) {
    throw new Error(`${JSON.stringify(op)} was refused: ${JSON.stringify(result)}`);
  }
  await idle(page);
  return result;
}

/** Opens a page, runs `body`, and fails on any error the page reported. */
export async function withPage(use, body, options) {
  const page = await openPage(use.browser, use.url, options);
  try {
    await body(page);
    assert.deepEqual(page.problems, []);
  } finally {
    await page.context().close();
  }
}
