/**
 * The browser may take the graphics away (a driver restarted, too many tabs) and give them back.
 */
import { fatal } from './messages.js';

/** Longer than this and the user should know. */
const kPatienceMs = 4000;

/** @param {{canvas: HTMLCanvasElement, engine: any, loop: any, stage: any}} parts */
export function installGraphics({ canvas, engine, loop, stage }) {
  let patience = 0;
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault(); // otherwise it is not given back
    loop.pause();
    engine.call('ps_context_lost');
    patience = setTimeout(() => fatal({
      title: 'The graphics are gone',
      text: 'The browser took the graphics away from this tab and has not given them back.',
      advice: 'Reload the page. If that does not help, close other tabs that draw a lot, or ' +
        'restart the browser.',
    }), kPatienceMs);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    clearTimeout(patience);
    engine.call('ps_context_restored');
    if (stage.active) loop.resume();
  });
}
