/**
 * The samples that come with the page: a list of names and files, which are fetched when asked for.
 *
 * @typedef {{path: string, size: number}} SampleFile
 * @typedef {object} Sample
 * @property {string} id
 * @property {string} title
 * @property {string} sentence
 * @property {string} look_at
 * @property {SampleFile[]} files
 */
import { makeCard } from './cards.js';
import { byId, show } from './elements.js';
import { byteSize, counted } from './format.js';

const root = new URL('../assets/samples/', import.meta.url);

/** @type {Sample[]} */
let samples = [];

/** @param {(sample: Sample) => void} onOpen @returns {Promise<void>} */
export async function loadSamples(onOpen) {
  const response = await fetch(new URL('../samples.json', root));
  if (!response.ok) throw new Error(`assets/samples.json: status ${response.status}`);
  samples = (await response.json()).samples;
  byId('sample-cards').append(...samples.map((sample) => sampleCard(sample, onOpen)));
  show('samples', samples.length > 0);
  show('try-sample', samples.length > 0);
}

/** @returns {Sample | undefined} */
export function findSample(id) {
  return samples.find((sample) => sample.id === id);
}

export function allSamples() {
  return samples;
}

/** @param {Sample} sample @returns {import('./collect.js').Listing} */
export function sampleListing(sample) {
  const files = sample.files.map(({ path, size }) => {
    const steps = [sample.id, ...path.split('/')].map(encodeURIComponent);
    return { path, size, url: new URL(steps.join('/'), root).href };
  });
  return { name: sample.title, files, skipped: [] };
}

function sampleCard(sample, onOpen) {
  const bytes = sample.files.reduce((sum, file) => sum + file.size, 0);
  return makeCard({
    data: { sample: sample.id },
    lines: [
      ['title', sample.title],
      ['sentence', sample.sentence],
      ['look-at', sample.look_at && `Look at: ${sample.look_at}`],
      ['size', `${counted(sample.files.length, 'file')}, ${byteSize(bytes)}`],
    ],
    onOpen: () => onOpen(sample),
  });
}
