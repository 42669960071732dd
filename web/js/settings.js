/**
 * Small settings in localStorage. Browsers may refuse it (private windows): then nothing is kept.
 */

const kPrefix = 'partscope.';

/** @param {string} key @returns {string} empty when nothing is stored */
export function getSetting(key) {
  try {
    return localStorage.getItem(kPrefix + key) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} key @param {string} value empty removes the key */
export function setSetting(key, value) {
  try {
    if (value === '') localStorage.removeItem(kPrefix + key);
    else localStorage.setItem(kPrefix + key, value);
  } catch {
    // Refused or full: the setting lasts as long as the tab.
  }
}
