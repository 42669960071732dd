/**
 * window.partscope: the state of everything as data, and commands. Always there; the browser tests
 * and anybody's scripts use it.
 */
import { hasFailed, lastError } from './messages.js';
import { requestsSinceStart } from './network.js';
import { findSample } from './samples.js';
import { findScenario } from './scenarios.js';
import { theme } from './theme.js';

const kPollMs = 10;

/** @param {any} page the parts that boot.js assembled */
export function installAutomation(page) {
  const { engine, loop, opening, files, stage } = page;

  function pageFacts() {
    return {
      ready: page.ready,
      failed: hasFailed(),
      landing: !stage.active,
      opening: opening.busy,
      reads: files.pending,
      frames: loop.frames,
      scheduled: loop.scheduled,
      timer: loop.timer !== 0,
      requests: requestsSinceStart(),
      theme: theme.choice,
      dark: theme.dark,
      dpr: devicePixelRatio,
      canvas: page.display.facts(),
      lastError: lastError(),
    };
  }

  /** Commands about the page. Everything else is the application's. */
  const commands = {
    open_sample({ id }) {
      if (!findSample(id)) return { ok: false, error: `there is no sample "${id}"` };
      page.openSample(id);
      return { ok: true };
    },
    play_scenario({ id }) {
      if (!findScenario(id)) return { ok: false, error: `there is no scenario "${id}"` };
      page.openScenario(id);
      return { ok: true };
    },
    /** The list is fetched first, if nobody has asked for it yet. */
    open_exhibit({ id }) {
      page.openExhibit(String(id));
      return { ok: true };
    },
    /** Shows the list of exhibits: on the first page, or in the application. */
    museum() {
      page.showMuseum();
      return { ok: true };
    },
    theme({ value }) {
      if (theme.choose(value)) return { ok: true };
      return { ok: false, error: 'theme: "dark", "light" or "system" was expected' };
    },
    show_landing() {
      stage.showLanding();
      return { ok: true };
    },
    close() {
      page.close();
      return { ok: true };
    },
  };

  function isQuiet() {
    if (hasFailed()) return true;
    return page.ready && !opening.busy && files.pending === 0 && !loop.scheduled &&
      (!stage.active || engine.call('ps_idle') === 1);
  }

  window.partscope = Object.freeze({
    /** The application's state, and the page's under `page`. */
    state() {
      const at = engine.call('ps_state');
      return { ...(at ? JSON.parse(engine.text(at)) : {}), page: pageFacts() };
    },
    /** @param {object | string} command @returns {{ok: boolean, error?: string}} */
    command(command) {
      const json = typeof command === 'string' ? command : JSON.stringify(command);
      let parsed;
      try {
        parsed = JSON.parse(json);
      } catch (error) {
        return { ok: false, error: `not JSON: ${error.message}` };
      }
      if (Object.hasOwn(commands, parsed?.op)) return commands[parsed.op](parsed);
      if (!page.ready) return { ok: false, error: 'the engine is not loaded yet' };
      const at = engine.callWithText('ps_command', [json]);
      loop.wake();
      return at ? JSON.parse(engine.text(at)) : { ok: false, error: lastError() };
    },
    /** Resolves when nothing is loading and no frame is on its way. */
    async idle() {
      while (!isQuiet()) await new Promise((resolve) => setTimeout(resolve, kPollMs));
    },
  });
}
