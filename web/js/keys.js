/**
 * Which keys are ours. A key that the application does not use does what it does in every page.
 */

/** With Ctrl (or Command): everything else belongs to the browser. */
const kShortcuts = new Set([
  'KeyA', 'KeyF', 'KeyP', 'KeyY', 'KeyZ', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown',
  'Home', 'End', 'Backspace', 'Delete', 'Enter', 'Space',
]);

/** Without modifiers, but the browser's: help, find, reload, address bar, menu, full screen. */
const kBrowserKeys = new Set(['F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12']);

const kModifiers = new Set([
  'ControlLeft', 'ControlRight', 'ShiftLeft', 'ShiftRight', 'AltLeft', 'AltRight', 'MetaLeft',
  'MetaRight',
]);

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** @param {KeyboardEvent} event */
export function isModifier(event) {
  return kModifiers.has(event.code);
}

/**
 * The modifiers that mean a command. AltGr types letters on many layouts and comes as Ctrl+Alt.
 * @param {KeyboardEvent | MouseEvent} event
 */
export function modifiersOf(event) {
  const altGraph = event.getModifierState('AltGraph');
  return {
    ctrl: event.ctrlKey && !altGraph,
    shift: event.shiftKey,
    alt: event.altKey && !altGraph,
    meta: event.metaKey,
  };
}

/**
 * "copy", "cut" or "paste" when the browser will follow with the event of that name.
 * @param {KeyboardEvent} event
 */
export function clipboardCommand(event) {
  const { ctrl, shift, alt, meta } = modifiersOf(event);
  if (event.code === 'Insert') {
    if (ctrl && !shift) return 'copy';
    return shift && !ctrl ? 'paste' : '';
  }
  // By letter, as browsers do: layouts move these keys.
  if (!(isMac ? meta : ctrl) || alt || shift) return '';
  return { c: 'copy', x: 'cut', v: 'paste' }[event.key.toLowerCase()] ?? '';
}

/** @param {KeyboardEvent} event */
export function belongsToBrowser(event) {
  const { ctrl, alt, meta } = modifiersOf(event);
  if (ctrl || meta) return !kShortcuts.has(event.code);
  if (alt) return true;
  return kBrowserKeys.has(event.code);
}

/** @param {KeyboardEvent} event */
export function typesText(event) {
  const { ctrl, alt, meta } = modifiersOf(event);
  return !ctrl && !alt && !meta && [...event.key].length === 1;
}
