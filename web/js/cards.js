/**
 * Cards of the first page: a list item with a button that holds a few lines.
 */

/**
 * @param {object} parts
 * @param {Record<string, string>} parts.data attributes that tell cards apart
 * @param {[string, string][]} parts.lines class and text of each; empty texts are left out
 * @param {() => void} parts.onOpen
 */
export function makeCard({ data, lines, onOpen }) {
  const card = document.createElement('button');
  card.type = 'button';
  card.className = 'card';
  Object.assign(card.dataset, data);
  for (const [name, text] of lines) {
    if (!text) continue;
    const line = document.createElement('span');
    line.className = name;
    line.textContent = text;
    card.append(line);
  }
  card.addEventListener('click', onOpen);
  const item = document.createElement('li');
  item.append(card);
  return item;
}
