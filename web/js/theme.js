/**
 * Dark or light: the system's choice, or the user's, which is remembered.
 */
import { getSetting, setSetting } from './settings.js';

const system = matchMedia('(prefers-color-scheme: light)');
const listeners = [];
let choice = 'system';

function isDark() {
  return choice === 'system' ? !system.matches : choice === 'dark';
}

function apply() {
  const root = document.documentElement;
  if (choice === 'system') delete root.dataset.theme;
  else root.dataset.theme = choice;
  listeners.forEach((listener) => listener(isDark()));
}

export const theme = {
  get choice() {
    return choice;
  },
  get dark() {
    return isDark();
  },
  /** @param {string} wanted "dark", "light" or "system"; false when it is none of them */
  choose(wanted) {
    if (!['dark', 'light', 'system'].includes(wanted)) return false;
    choice = wanted;
    setSetting('theme', wanted === 'system' ? '' : wanted);
    apply();
    return true;
  },
  /** @param {(dark: boolean) => void} listener */
  onChange(listener) {
    listeners.push(listener);
  },
};

const stored = getSetting('theme');
if (stored === 'dark' || stored === 'light') choice = stored;
apply();
system.addEventListener('change', apply);
