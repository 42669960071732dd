/**
 * Scenarios: those that come with the page, which are fetched when asked for, and those in files.
 *
 * @typedef {object} TeachingScenario
 * @property {string} id
 * @property {string} title
 * @property {string} sentence
 * @property {string} goal
 * @property {string} watch_for
 * @property {number} steps
 * @property {string} file
 *
 * A scenario document under the name that messages give it; `step` is where to go once it is open.
 * If it is a link, `text` is its fragment.
 * @typedef {{name: string, text: string, step?: number, isLink?: boolean}} ScenarioText
 */
import { makeCard } from './cards.js';
import { byId, show } from './elements.js';
import { byteSize, counted } from './format.js';

const root = new URL('../assets/scenarios/', import.meta.url);
/** What every scenario document holds, and hardly anything else. */
const kMark = 'sidx-scenario/';
/** Larger documents are not read: the same limit as kScenarioBytesMax of core/sim/scenario.h. */
const kBytesMax = 256 * 1024 * 1024;

/** @type {TeachingScenario[]} */
let scenarios = [];

/** @param {string} text */
export function looksLikeScenario(text) {
  return text.includes(kMark);
}

/** @param {(scenario: TeachingScenario) => void} onOpen @returns {Promise<void>} */
export async function loadScenarios(onOpen) {
  const response = await fetch(new URL('../scenarios.json', root));
  if (!response.ok) throw new Error(`assets/scenarios.json: status ${response.status}`);
  scenarios = (await response.json()).scenarios;
  byId('scenario-cards').append(...scenarios.map((scenario) => makeCard({
    data: { scenario: scenario.id },
    lines: [
      ['title', scenario.title],
      ['sentence', scenario.sentence],
      ['look-at', `Watch for: ${scenario.watch_for}`],
      ['size', counted(scenario.steps, 'step')],
    ],
    onOpen: () => onOpen(scenario),
  })));
  show('scenarios', scenarios.length > 0);
  show('play-scenario', scenarios.length > 0);
}

/** @returns {TeachingScenario | undefined} */
export function findScenario(id) {
  return scenarios.find((scenario) => scenario.id === id);
}

export function allScenarios() {
  return scenarios;
}

/**
 * @param {TeachingScenario} scenario
 * @param {AbortSignal} signal
 * @returns {Promise<ScenarioText>}
 */
export async function fetchScenario({ file }, signal) {
  let response;
  try {
    response = await fetch(new URL(encodeURIComponent(file), root), { signal });
  } catch {
    signal.throwIfAborted();
    throw new Error(`${file} could not be fetched: the server cannot be reached`);
  }
  if (!response.ok) throw new Error(`${file} could not be fetched: status ${response.status}`);
  return { name: file, text: await response.text() };
}

/**
 * Reads a file that was picked as a scenario; opening it tells whether it is one.
 * @param {File} file
 * @returns {Promise<ScenarioText>}
 */
export async function readScenario(file) {
  if (file.size > kBytesMax) {
    const [has, most] = [file.size, kBytesMax].map(byteSize);
    throw new Error(`${file.name} has ${has}; a scenario has at most ${most}`);
  }
  return { name: file.name, text: await file.text() };
}

/**
 * A single file that is a scenario opens as one; everything else stays what it is.
 * @param {import('./collect.js').Collect} collect
 * @returns {import('./opening.js').Find}
 */
export function orScenario(collect) {
  return async (watch) => {
    const listing = await collect(watch);
    const [only, more] = listing.files;
    const isLoneJson = only?.file && !more && listing.skipped.length === 0 &&
      /^[^/]+\.json$/i.test(only.path) && only.size <= kBytesMax;
    if (!isLoneJson) return listing;
    const text = await only.file.text();
    return looksLikeScenario(text) ? { name: only.path, text } : listing;
  };
}
