/**
 * Counts every request of this tab, by whatever means it was made: the status line shows it, and
 * tests hold it at zero after loading.
 */

/** Browsers fetch the icon of the tab when they like, often after everything else. */
const kIcon = new URL('../icon.svg', import.meta.url).href;

let startedAt = Infinity;
let count = 0;

new PerformanceObserver((list) => {
  const counts = ({ startTime, name }) => startTime >= startedAt && name !== kIcon;
  count += list.getEntries().filter(counts).length;
}).observe({ type: 'resource', buffered: true });

/** Requests that begin from now on count. */
export function startCounting() {
  startedAt = performance.now();
}

export function requestsSinceStart() {
  return count;
}
