/**
 * The bug museum: exhibits with their texts. The list is fetched when somebody asks for it, an
 * exhibit when it is opened; the first page needs neither.
 *
 * @typedef {object} ExhibitEntry
 * @property {string} id
 * @property {string} title
 * @property {string} sentence
 * @property {string} goal
 * @property {string} watch_for
 * @property {string} file
 * @property {{path: string, size: number}[]} [files] of an exhibit that shows parts
 * @property {{id: string, group: string, repaired_by: string, what_happens: string[],
 *   part?: {folder: string}}} exhibit
 */
import { makeCard } from './cards.js';
import { byId, show } from './elements.js';
import { counted } from './format.js';

const root = new URL('../assets/museum/', import.meta.url);
/** Symptoms, in the order of the application. */
const kGroups = ['Lost rows', 'Lost directories', 'Wrong order', 'Wrong answers',
  'Leaked references', 'Panics'];

/** @type {Promise<{museum: ExhibitEntry[]}> | undefined} */
let index;
let openEntry = () => {};

/**
 * @param {(entry: ExhibitEntry) => void} onOpen
 * @param {() => void} onVisit
 */
export function installMuseum(onOpen, onVisit) {
  openEntry = onOpen;
  byId('visit-museum').addEventListener('click', onVisit);
  byId('museum-filter').addEventListener('input', filterCards);
}

/** The list as make_indexes.py wrote it, with cards on the first page. A failure is tried again. */
export function loadMuseum() {
  index ??= fetchIndex().catch((error) => {
    index = undefined;
    throw error;
  });
  return index;
}

async function fetchIndex() {
  const response = await fetch(new URL('../museum.json', root));
  if (!response.ok) throw new Error(`assets/museum.json: status ${response.status}`);
  const document = await response.json();
  makeGroups(document.museum);
  return document;
}

/**
 * @param {string} id of the bug catalogue, such as S9
 * @param {AbortSignal} signal
 */
export async function fetchExhibit(id, signal) {
  const { museum } = await loadMuseum();
  const entry = museum.find((other) => other.id === id);
  if (!entry) throw new Error(`there is no exhibit “${id}”`);
  if (entry.files) return partListing(entry);
  const response = await fetch(new URL(encodeURIComponent(entry.file), root), { signal });
  if (!response.ok) throw new Error(`${entry.file} could not be fetched: status ${response.status}`);
  return { name: entry.file, text: await response.text() };
}

/** @param {ExhibitEntry} entry */
function partListing(entry) {
  const files = entry.files.map(({ path, size }) => {
    const steps = [entry.exhibit.part.folder, ...path.split('/')].map(encodeURIComponent);
    return { path, size, url: new URL(steps.join('/'), root).href };
  });
  return { name: entry.title, files, skipped: [], exhibit: entry };
}

/** @param {ExhibitEntry[]} entries */
function makeGroups(entries) {
  const collator = new Intl.Collator('en', { numeric: true });
  const ordered = [...entries].sort((a, b) => collator.compare(a.id, b.id));
  for (const group of kGroups) {
    const members = ordered.filter((entry) => entry.exhibit.group === group);
    if (members.length === 0) continue;
    const section = document.createElement('section');
    const title = document.createElement('h3');
    title.textContent = group;
    const list = document.createElement('ul');
    list.append(...members.map(exhibitCard));
    section.append(title, list);
    byId('museum-groups').append(section);
  }
  show('museum', true);
  filterCards();
}

/** @param {ExhibitEntry} entry */
function exhibitCard(entry) {
  const { id, repaired_by: repairedBy, group, what_happens: sentences } = entry.exhibit;
  const item = makeCard({
    data: { exhibit: id },
    lines: [
      ['title', entry.title],
      ['sentence', entry.sentence],
      ['size', `${id} · ${repairedBy}`],
    ],
    onOpen: () => openEntry(entry),
  });
  item.dataset.words = [id, group, entry.title, entry.sentence, entry.goal, entry.watch_for,
    repairedBy, ...sentences].join('\n').toLowerCase();
  return item;
}

/** Cards whose texts have every word of the field stay. */
function filterCards() {
  const words = byId('museum-filter').value.toLowerCase().split(' ');
  let shown = 0;
  for (const section of byId('museum-groups').children) {
    const items = [...section.querySelectorAll('li')];
    for (const item of items) {
      item.hidden = !words.every((word) => item.dataset.words.includes(word));
    }
    const left = items.filter((item) => !item.hidden).length;
    section.hidden = left === 0;
    shown += left;
  }
  byId('museum-count').textContent = shown === 0
    ? 'No exhibit has these words. Take one away.'
    : counted(shown, 'exhibit');
}
