/**
 * Work that a reload would lose. While there is some, the browser asks before the page is left.
 */
let unsaved = false;

/** @param {boolean} value */
export function setUnsaved(value) {
  unsaved = value;
}

addEventListener('beforeunload', (event) => {
  if (unsaved) event.preventDefault();
});
