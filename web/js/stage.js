/**
 * Which of the two is shown: the landing or the application.
 */
import { byId, show } from './elements.js';
import { showSaved } from './saved.js';

/** @param {{loop: any}} parts */
export function makeStage({ loop }) {
  let opened = '';
  let isScenario = false;

  const stage = {
    /** The application is shown. */
    get active() {
      return !byId('stage').hidden;
    },
    /**
     * Shows the application with what is called `name`.
     * @param {string} name
     * @param {boolean} scenario whether it is one
     */
    showApplication(name, scenario = false) {
      opened = name;
      isScenario = scenario;
      show('landing', false);
      show('stage', true);
      byId('canvas').focus({ preventScroll: true });
      loop.resume();
    },
    showLanding() {
      loop.pause();
      show('stage', false);
      show('landing', true);
      show('back', opened !== '');
      byId('back').textContent = `Back to ${opened}`;
      showSaved(!isScenario);
      document.title = 'Partscope';
    },
    /** Forgets what was open. */
    close() {
      opened = '';
      isScenario = false;
      stage.showLanding();
    },
  };
  byId('back').addEventListener('click', () => stage.showApplication(opened, isScenario));
  return stage;
}
