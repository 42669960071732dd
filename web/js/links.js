/**
 * Links that hold a whole scenario, in the fragment of the page's address: `#v1.…`. What is in a
 * fragment is never sent to a server. The application makes and reads them.
 */

const kStart = '#v';

/** The fragment of this page's address if it may be a link, or an empty string. */
export function linkInAddress() {
  return location.hash.startsWith(kStart) ? location.hash : '';
}

/** The address that opens what `fragment` holds. @param {string} fragment */
export function addressOf(fragment) {
  return new URL(fragment, location.href).href;
}

/** What is open is no longer what the address says. */
export function forgetLink() {
  if (linkInAddress() === '') return;
  history.replaceState(null, '', location.pathname + location.search);
}

/**
 * Opens the link in the address, now and whenever another one is put there.
 * @param {(scenario: import('./scenarios.js').ScenarioText) => void} onOpen
 */
export function installLinks(onOpen) {
  const open = () => {
    const text = linkInAddress();
    if (text !== '') onOpen({ name: 'the link', text, isLink: true });
  };
  addEventListener('hashchange', open);
  open();
}
