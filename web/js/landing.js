/**
 * The first page: buttons, file inputs, the line of the download, and drops anywhere.
 */
import { takeDrop, takeFileList } from './collect.js';
import { byId, show } from './elements.js';
import { grouped } from './format.js';
import { notice } from './messages.js';
import { orScenario, readScenario } from './scenarios.js';

const kKilobyte = 1024;
/** How long the cards are marked after “Try a sample” or “Play a scenario”. */
const kCalledMs = 1500;

/** Opens the browser's dialog, as the buttons do. @param {boolean} directory */
export function pick(directory) {
  byId(directory ? 'pick-directory' : 'pick-files').click();
}

/** Opens the browser's dialog for a scenario file. */
export function pickScenario() {
  byId('pick-scenario').click();
}

/** @param {number} done @param {number} total bytes */
export function showProgress(done, total) {
  if (byId('progress-bar').hidden) return; // it failed; the rest still arrives
  byId('progress-bar').value = Math.min(1, done / total);
  byId('progress-text').textContent =
    `Loading the engine: ${grouped(done / kKilobyte)} of ${grouped(total / kKilobyte)} KB`;
}

export function endProgress() {
  byId('progress').classList.add('done');
}

/** The engine will not come. @param {string} text */
export function failProgress(text) {
  show('progress-bar', false);
  byId('progress-text').textContent = text;
}

/** @param {(find: import('./opening.js').Find) => void} onOpen */
export function installLanding(onOpen) {
  const onFiles = (files) => onOpen(orScenario(takeFileList(files)));
  installInput('pick-directory', onFiles);
  installInput('pick-files', onFiles);
  installInput('pick-scenario', ([file]) => onOpen(() => readScenario(file)));
  byId('try-sample').addEventListener('click', () => callTo('samples'));
  byId('play-scenario').addEventListener('click', () => callTo('scenarios'));
  installDrop(onOpen);
}

function installInput(id, onFiles) {
  const input = byId(id);
  input.addEventListener('change', () => {
    if (input.files.length > 0) onFiles(input.files);
    input.value = ''; // so that the same directory can be opened again
  });
}

/** Brings a section of cards into view. @param {string} id */
export function callTo(id) {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const section = byId(id);
  section.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' });
  section.classList.add('called');
  setTimeout(() => section.classList.remove('called'), kCalledMs);
  section.querySelector('.card')?.focus({ preventScroll: true });
}

function installDrop(onOpen) {
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  addEventListener('dragenter', (event) => {
    if (hasFiles(event)) show('drop-hint', true);
  });
  addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) show('drop-hint', false);
  });
  addEventListener('drop', (event) => {
    show('drop-hint', false);
    event.preventDefault();
    const collect = takeDrop(event.dataTransfer);
    if (collect !== null) {
      onOpen(orScenario(collect));
      return;
    }
    notice({
      title: 'Nothing to open',
      text: 'What was dropped is not a file or directory.',
      advice: 'Drop a directory from your file manager, or use “Open a directory”.',
    });
  });
}
