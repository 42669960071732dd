/**
 * Puts the page together: landing first, then the engine, while the landing is already usable.
 */
import { installAutomation } from './automation.js';
import { installClipboard } from './clipboard.js';
import { installDisplay } from './display.js';
import { byId } from './elements.js';
import { Engine } from './engine.js';
import { OpenFiles } from './files.js';
import { installGraphics } from './graphics.js';
import { makeHost } from './host.js';
import { installKeyboard } from './keyboard.js';
import { isMac } from './keys.js';
import { callTo, endProgress, failProgress, installLanding, showProgress } from './landing.js';
import { forgetLink, installLinks } from './links.js';
import { fatal, installMessages, notice } from './messages.js';
import { fetchExhibit, installMuseum, loadMuseum } from './museum.js';
import { startCounting } from './network.js';
import { Opening } from './opening.js';
import { takePicture } from './picture.js';
import { installPointer } from './pointer.js';
import { loadSamples, findSample, sampleListing } from './samples.js';
import { installSaved } from './saved.js';
import { fetchScenario, findScenario, loadScenarios } from './scenarios.js';
import { makeSearch } from './search.js';
import { makeStage } from './stage.js';
import { theme } from './theme.js';
import { Loop } from './loop.js';

const page = { ready: false, picture: null, openingLink: false };

const cannotList = (what) => (error) => notice({
  title: `The ${what} could not be listed`,
  text: `${error.message}.`,
  advice: 'Your own files can be opened all the same.',
});

function stopped(error) {
  page.loop.pause();
  page.engine.running = false;
  fatal({
    title: 'Partscope has stopped',
    text: 'Something went wrong inside the program. Your files are untouched: they are only ' +
      'ever read.',
    advice: 'Reload the page to start again. If it happens again with the same files, please ' +
      'report it with the details below.',
    details: [...page.engine.log.slice(-10), error?.stack ?? String(error)].join('\n'),
  });
}

function onListing(listing) {
  forgetLink();
  page.files.replace(listing.files);
  const files = listing.files.map(({ path, size }) => ({ path, size: String(size) }));
  page.stage.showApplication(listing.name);
  page.engine.callWithText(
    'ps_open', [JSON.stringify({ name: listing.name, files, skipped: listing.skipped })]);
  if (listing.exhibit) {
    const command = { op: 'exhibit_parts', exhibit: listing.exhibit };
    page.engine.callWithText('ps_command', [JSON.stringify(command)]);
  }
  page.loop.wake();
}

/** What is open stays open until the engine has accepted the link. */
function onLink({ text }) {
  page.openingLink = true;
  const at = page.engine.callWithText(
    'ps_command', [JSON.stringify({ op: 'open_link', fragment: text })]);
  page.openingLink = false;
  if (at === 0) return; // it trapped, and that is on screen
  const answer = JSON.parse(page.engine.text(at));
  if (!answer.ok) {
    forgetLink();
    notice({
      title: 'This link cannot be opened',
      text: `${answer.error}.`,
      advice: 'Nothing was opened and nothing is lost. Copy the whole link again, or ask for the ' +
        'scenario as a file.',
    });
    return;
  }
  page.loop.wake();
}

/** What is open stays open until the engine has accepted the scenario. */
function onScenario(scenario) {
  if (scenario.isLink) return onLink(scenario);
  const { name, text, step } = scenario;
  const at = page.engine.callWithText('ps_open_scenario', [name, text]);
  if (at === 0) return; // it trapped, and that is on screen
  const answer = JSON.parse(page.engine.text(at));
  if (!answer.ok) {
    notice({
      title: 'This scenario could not be read',
      text: answer.error,
      advice: 'Nothing was opened. A scenario is a JSON document of the format sidx-scenario/1.',
    });
    return;
  }
  if (step !== undefined) {
    page.engine.callWithText('ps_command', [JSON.stringify({ op: 'go', step })]);
  }
  page.loop.wake();
}

function assemble() {
  const canvas = byId('canvas');
  const typing = byId('typing');
  const engine = (page.engine = new Engine(stopped));
  const loop = (page.loop = new Loop((now) => {
    page.display.followRatio();
    const delay = engine.call('ps_frame', now);
    if (page.picture) takePicture(canvas, page.picture);
    page.picture = null;
    return delay;
  }));
  const stage = (page.stage = makeStage({ loop }));
  page.files = new OpenFiles({ engine, wake: () => loop.wake() });
  page.clipboard = installClipboard({
    engine,
    loop,
    isActive: () => stage.active && !byId('message').open,
  });
  page.keyboard = installKeyboard({ canvas, typing, engine, loop, clipboard: page.clipboard });
  page.display = installDisplay({ canvas, engine, loop });
  installPointer({ canvas, engine, loop });
  installGraphics({ canvas, engine, loop, stage });
  theme.onChange((dark) => {
    engine.call('ps_dark', dark ? 1 : 0);
    loop.wake();
  });
  page.openSample = (id) => {
    const sample = findSample(id);
    if (sample) page.opening.open(async () => sampleListing(sample));
  };
  page.openScenario = (id) => {
    const scenario = findScenario(id);
    if (scenario) page.opening.open(({ signal }) => fetchScenario(scenario, signal));
  };
  page.openExhibit = (id) => page.opening.open(({ signal }) => fetchExhibit(id, signal));
  /** The application is told as soon as there are both, it and the list. */
  page.loadMuseum = async () => {
    let command;
    try {
      command = { op: 'museum_index', index: await loadMuseum() };
    } catch (error) {
      command = { op: 'museum_index', error: error.message };
    }
    if (!page.ready) return;
    engine.callWithText('ps_command', [JSON.stringify(command)]);
    loop.wake();
  };
  page.showMuseum = () => {
    if (stage.active) {
      engine.callWithText('ps_command', ['{"op":"view","name":"museum"}']);
      loop.wake();
      return;
    }
    loadMuseum().then(() => callTo('museum'), cannotList('exhibits'));
  };
  page.orderSearch = makeSearch((command) => {
    engine.callWithText('ps_command', [JSON.stringify(command)]);
    if (command.op === 'search_progress') loop.drawOnce();
    else loop.wake();
  });
  page.onScenarioOpened = (title) => {
    if (!page.openingLink) forgetLink();
    page.files.replace([]);
    stage.showApplication(title, true);
    loop.wake();
  };
  page.close = () => {
    page.opening.cancel();
    page.files.replace([]);
    engine.callWithText('ps_open', [JSON.stringify({ name: '', files: [], skipped: [] })]);
    stage.close();
  };
}

/** What this browser lacks, in words; empty when it will do. */
function missing() {
  if (typeof WebAssembly !== 'object' || !WebAssembly.instantiateStreaming) return 'WebAssembly';
  const graphics = document.createElement('canvas').getContext('webgl2');
  graphics?.getExtension('WEBGL_lose_context')?.loseContext(); // there are only so many
  return graphics ? '' : 'WebGL 2';
}

async function startEngine() {
  const lack = missing();
  if (lack !== '') {
    failProgress(`This browser offers no ${lack}.`);
    fatal({
      title: `Partscope needs ${lack}`,
      text: `This browser does not offer ${lack}, or it is switched off.`,
      advice: 'Use a current version of Chrome, Edge, Firefox or Safari, and check that hardware ' +
        'acceleration is not disabled in its settings.',
    });
    return;
  }
  try {
    await page.engine.load({
      canvas: byId('canvas'),
      host: makeHost(page),
      onProgress: showProgress,
    });
  } catch (error) {
    failProgress('The engine could not be loaded.');
    fatal({
      title: 'The program could not be loaded',
      text: `${error?.message || error}.`,
      advice: 'Check the connection and reload the page.',
      details: error?.stack ?? String(error),
    });
    return;
  }
  page.engine.call('ps_dark', theme.dark ? 1 : 0);
  page.display.expect();
  if (page.engine.call('ps_start', isMac ? 1 : 0) !== 1) {
    page.engine.running = false;
    fatal({
      title: 'Partscope cannot draw',
      text: 'The browser refused a WebGL 2 context for the canvas.',
      advice: 'Close other tabs that draw a lot, check that hardware acceleration is on, and ' +
        'reload.',
    });
    return;
  }
  page.display.started();
  endProgress();
  startCounting();
  page.ready = true;
}

addEventListener('error', (event) => {
  // Resources that fail to load say so themselves; this is about scripts.
  if (event.error) stopped(event.error);
});
addEventListener('unhandledrejection', (event) => stopped(event.reason));

installMessages();
assemble();
let engineStarted;
page.opening = new Opening({
  engineReady: new Promise((resolve) => (engineStarted = resolve)),
  onListing,
  onScenario,
});
installLanding((find) => page.opening.open(find));
installMuseum((exhibit) => page.openExhibit(exhibit.exhibit.id), () => page.showMuseum());
installSaved((scenario) => page.opening.open(async () => scenario));
installLinks((link) => page.opening.open(async () => link));
installAutomation(page);
loadSamples((sample) => page.openSample(sample.id)).catch(cannotList('samples'));
loadScenarios((scenario) => page.openScenario(scenario.id)).catch(cannotList('scenarios'));
startEngine().then(() => page.ready && engineStarted());
