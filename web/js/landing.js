/**
 * The first page: buttons, file inputs, the line of the download, and drops anywhere.
 */
import { takeDrop, takeFileList } from './collect.js';
import { byId, show } from './elements.js';
import { grouped } from './format.js';
import { notice } from './messages.js';

const kKilobyte = 1024;
/** How long the samples are marked after “Try a sample”. */
const kCalledMs = 1500;

/** Opens the browser's dialog, as the buttons do. @param {boolean} directory */
export function pick(directory) {
  byId(directory ? 'pick-directory' : 'pick-files').click();
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

/** @param {(collect: import('./collect.js').Collect) => void} onOpen */
export function installLanding(onOpen) {
  for (const id of ['pick-directory', 'pick-files']) {
    const input = byId(id);
    input.addEventListener('change', () => {
      if (input.files.length > 0) onOpen(takeFileList(input.files));
      input.value = ''; // so that the same directory can be opened again
    });
  }
  byId('try-sample').addEventListener('click', () => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const samples = byId('samples');
    samples.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'nearest' });
    samples.classList.add('called');
    setTimeout(() => samples.classList.remove('called'), kCalledMs);
    byId('sample-cards').querySelector('button')?.focus({ preventScroll: true });
  });
  installDrop(onOpen);
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
      onOpen(collect);
      return;
    }
    notice({
      title: 'Nothing to open',
      text: 'What was dropped is not a file or directory.',
      advice: 'Drop a directory from your file manager, or use “Open a directory”.',
    });
  });
}
