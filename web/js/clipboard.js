/**
 * The clipboard, by the browser's own copy, cut and paste events: they need no permission. The
 * application answers them within the event, in a frame drawn then and there. Copies that start in
 * the application, such as a menu item, use navigator.clipboard.
 */

/** Frames the application gets to answer: events may be queued before the key. */
const kAnswerFrames = 4;
/** Browsers that send no event without a selection are not waited for longer. */
const kEventMs = 60;

/** @param {{engine: any, loop: any, isActive: () => boolean}} parts */
export function installClipboard({ engine, loop, isActive }) {
  let answer = null;
  let answering = false;
  let byCommand = null;
  let expected = 0;

  function copyByCommand(text) {
    byCommand = text;
    document.execCommand('copy');
    byCommand = null;
  }

  function onCopy(event) {
    if (byCommand !== null) {
      event.clipboardData.setData('text/plain', byCommand);
      event.preventDefault();
      return;
    }
    clearTimeout(expected);
    if (!isActive()) return;
    answer = null;
    answering = true;
    engine.call('ps_copy', event.type === 'cut' ? 1 : 0);
    for (let frame = 0; frame < kAnswerFrames && answer === null; frame++) loop.drawNow();
    answering = false;
    if (answer !== null) event.clipboardData.setData('text/plain', answer);
    event.preventDefault();
    loop.wake();
  }

  function onPaste(event) {
    clearTimeout(expected);
    if (!isActive()) return;
    event.preventDefault();
    engine.callWithText('ps_paste', [event.clipboardData.getData('text/plain')]);
    loop.wake();
  }

  document.addEventListener('copy', onCopy);
  document.addEventListener('cut', onCopy);
  document.addEventListener('paste', onPaste);

  return {
    /** The key of `command` went down: its event should follow. @param {string} command */
    expect(command) {
      clearTimeout(expected);
      if (command === 'paste') return; // without the event there is nothing to paste
      expected = setTimeout(() => {
        engine.call('ps_copy', command === 'cut' ? 1 : 0);
        loop.wake();
      }, kEventMs);
    },
    /** The application copies `text`. @param {string} text */
    write(text) {
      if (answering) {
        answer = text;
        return;
      }
      if (!navigator.clipboard) copyByCommand(text);
      else navigator.clipboard.writeText(text).catch(() => copyByCommand(text));
    },
  };
}
