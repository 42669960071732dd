/**
 * The elements of index.html that scripts use, by id, and two helpers to show and hide them.
 */

/** @param {string} id @returns {any} */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element #${id}`);
  return element;
}

/** @param {string} id @param {boolean} visible */
export function show(id, visible) {
  byId(id).hidden = !visible;
}
