/**
 * The scenario that was being worked on when the page was left. The application keeps it as a
 * setting; the first page offers to go on with it.
 */
import { byId, show } from './elements.js';
import { looksLikeScenario } from './scenarios.js';
import { getSetting, setSetting } from './settings.js';

const kKey = 'scenario';
/** Changes with every step, so that it is kept apart from the text, which is long. */
const kStepKey = 'scenario step';

/** @returns {{title: string, step: number, text: string} | null} */
function readSaved() {
  const stored = getSetting(kKey);
  if (stored === '') return null;
  try {
    const { title, text } = JSON.parse(stored);
    const step = Number(getSetting(kStepKey));
    const isWhole = typeof title === 'string' && Number.isSafeInteger(step) && step >= 0 &&
      typeof text === 'string' && looksLikeScenario(text);
    if (isWhole) return { title, step, text };
  } catch {
    // Not ours, or cut off.
  }
  setSetting(kKey, '');
  return null;
}

/** Offers it, or nothing. @param {boolean} wanted */
export function showSaved(wanted) {
  const saved = wanted ? readSaved() : null;
  show('go-on', saved !== null);
  if (saved === null) return;
  const title = `Go on with “${saved.title || 'a scenario'}”`;
  byId('go-on-title').textContent = title;
  byId('go-on-step').textContent = `step ${saved.step}`;
  byId('go-on').title = title;
}

/** @param {(scenario: import('./scenarios.js').ScenarioText) => void} onOpen */
export function installSaved(onOpen) {
  byId('go-on').addEventListener('click', () => {
    const saved = readSaved();
    if (saved === null) show('go-on', false);
    else onOpen({ name: 'saved scenario', text: saved.text, step: saved.step });
  });
  showSaved(true);
}
