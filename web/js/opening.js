/**
 * From "these files" to the application: enumerate with a cancel button, wait for the engine, hand
 * over the listing or the scenario. One opening at a time; a new one replaces one under way.
 *
 * @typedef {import('./collect.js').Listing} Listing
 * @typedef {import('./collect.js').Watch} Watch
 * @typedef {import('./scenarios.js').ScenarioText} ScenarioText
 * @typedef {(watch: Watch) => Promise<Listing | ScenarioText>} Find
 */
import { byId, show } from './elements.js';
import { counted } from './format.js';
import { notice } from './messages.js';

/** Work that is over sooner shows nothing. */
const kQuietMs = 200;

export class Opening {
  /**
   * @param {object} parts
   * @param {Promise<void>} parts.engineReady
   * @param {(listing: Listing) => void} parts.onListing
   * @param {(scenario: ScenarioText) => void} parts.onScenario
   */
  constructor({ engineReady, onListing, onScenario }) {
    this.engineReady = engineReady;
    this.onListing = onListing;
    this.onScenario = onScenario;
    this.current = null;
    byId('busy-cancel').addEventListener('click', () => this.cancel());
  }

  get busy() {
    return this.current !== null;
  }

  cancel() {
    this.current?.abort();
    this.#finish(this.current);
  }

  /** @param {Find} find */
  async open(find) {
    this.cancel();
    const controller = (this.current = new AbortController());
    const { signal } = controller;
    this.#say('Looking for files');
    const timer = setTimeout(() => show('busy', !signal.aborted), kQuietMs);
    signal.addEventListener('abort', () => clearTimeout(timer));
    try {
      const found = await find({
        signal,
        onCount: (count) => !signal.aborted && this.#say(`Found ${counted(count, 'file')}`),
      });
      this.#say(`“${found.name}” opens as soon as the engine is loaded`);
      await this.engineReady;
      if (!signal.aborted) this.#handOver(found);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    } finally {
      clearTimeout(timer);
      this.#finish(controller);
    }
  }

  #handOver(found) {
    if ('text' in found) {
      this.onScenario(found);
      return;
    }
    if (found.files.length > 0) {
      this.onListing(found);
      return;
    }
    const [first] = found.skipped;
    notice({
      title: 'Nothing to open',
      text: first
        ? `${first.path}: ${first.reason}.`
        : `There are no files in “${found.name}”.`,
      advice: 'Open a part directory (it holds primary.bin, keys.bin, data.bin and meta.bin), ' +
        'or any directory above parts.',
    });
  }

  #fail(error) {
    notice({
      title: 'This could not be opened',
      text: error?.message || String(error),
      advice: 'Try again, or use “Open a directory”.',
      details: error?.stack ?? '',
    });
  }

  #say(text) {
    byId('busy-text').textContent = text;
  }

  #finish(controller) {
    if (this.current !== controller) return;
    this.current = null;
    show('busy', false);
  }
}
