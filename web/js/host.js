/**
 * What the module may call: one function for each EM_JS of wasm/platform/. Texts arrive as pointer
 * and size and leave through engine.giveText. No logic here.
 */
import { byId } from './elements.js';
import { saveFile } from './download.js';
import { pick, pickScenario } from './landing.js';
import { addressOf, forgetLink } from './links.js';
import { fatal } from './messages.js';
import { requestsSinceStart } from './network.js';
import { allSamples } from './samples.js';
import { allScenarios } from './scenarios.js';
import { getSetting, setSetting } from './settings.js';
import { theme } from './theme.js';
import { setUnsaved } from './unsaved.js';

/** @param {any} page the parts that boot.js assembled; read when called, not before */
export function makeHost(page) {
  const text = (at, size) => page.engine.text(at, size);
  return {
    attach: (getHeap) => (page.engine.getHeap = getHeap),
    fatal: (what, size, advice, adviceSize) =>
      fatal({
        title: 'Partscope has stopped',
        text: text(what, size),
        advice: text(advice, adviceSize),
      }),

    setCursor: (name) => (byId('canvas').style.cursor = page.engine.text(name)),
    setTextField: (wanted, x, y, height) => page.keyboard.setTextField(wanted, x, y, height),
    writeClipboard: (at, size) => page.clipboard.write(text(at, size)),

    readFile: (request, index, offset, length) => page.files.read(request, index, offset, length),
    cancelRead: (request) => page.files.cancel(request),
    saveFile: (name, nameSize, type, typeSize, at, size) =>
      saveFile(text(name, nameSize), text(type, typeSize), page.engine.bytes(at, size)),

    getSetting: (at, size) => page.engine.giveText(getSetting(text(at, size))),
    setSetting: (key, keySize, value, valueSize) =>
      setSetting(text(key, keySize), text(value, valueSize)),

    setTitle: (at, size) => (document.title = text(at, size)),
    announce: (at, size) => (byId('announcer').textContent = text(at, size)),
    setTheme: (at, size) => theme.choose(text(at, size)),
    themeChoice: () => page.engine.giveText(theme.choice),
    showLanding: () => page.stage.showLanding(),
    pick: (directory) => pick(directory !== 0),
    samplesJson: () => page.engine.giveText(JSON.stringify({ samples: allSamples() })),
    openSample: (at, size) => page.openSample(text(at, size)),
    pickScenario: () => pickScenario(),
    scenariosJson: () => page.engine.giveText(JSON.stringify({ scenarios: allScenarios() })),
    openScenario: (at, size) => page.openScenario(text(at, size)),
    loadMuseum: () => void page.loadMuseum(),
    openExhibit: (at, size) => page.openExhibit(text(at, size)),
    scenarioOpened: (at, size) => page.onScenarioOpened(text(at, size)),
    copyLink: (at, size) => page.clipboard.write(addressOf(text(at, size))),
    orderSearch: (at, size) => page.orderSearch(JSON.parse(text(at, size))),
    forgetLink,
    savePicture: (name, size, x, y, width, height) =>
      (page.picture = { name: text(name, size), x, y, width, height }),
    setUnsaved: (unsaved) => setUnsaved(unsaved !== 0),
    networkRequests: () => requestsSinceStart(),
  };
}
