/**
 * Numbers in words, as the application writes them.
 */

const kThinSpace = '\u2009';

/** 41212 → "41 212". @param {number} value */
export function grouped(value) {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, kThinSpace);
}

/** 2202009 → "2.1 MB". @param {number} bytes */
export function byteSize(bytes) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit++;
  }
  const digits = unit > 0 && bytes < 10 ? 1 : 0;
  return `${bytes.toFixed(digits)} ${units[unit]}`;
}

/** @param {number} count @param {string} singular */
export function counted(count, singular) {
  return `${grouped(count)} ${singular}${count === 1 ? '' : 's'}`;
}
