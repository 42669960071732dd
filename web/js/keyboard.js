/**
 * Keys and text. Keys come from the canvas or from a hidden text field, which has the focus while
 * the application edits text: it brings input methods, dead keys and phones' keyboards.
 */
import { belongsToBrowser, clipboardCommand, isModifier, modifiersOf, typesText } from './keys.js';

/**
 * @param {object} parts
 * @param {HTMLCanvasElement} parts.canvas
 * @param {HTMLTextAreaElement} parts.typing the hidden text field
 * @param {any} parts.engine
 * @param {any} parts.loop
 * @param {any} parts.clipboard
 */
export function installKeyboard({ canvas, typing, engine, loop, clipboard }) {
  const held = new Set();

  function sendModifiers(event) {
    const { ctrl, shift, alt, meta } = modifiersOf(event);
    engine.call('ps_modifiers', ctrl, shift, alt, meta);
  }

  function sendText(text) {
    if (text) engine.callWithText('ps_text', [text]);
    loop.wake();
  }

  function releaseAll() {
    held.forEach((code) => engine.callWithText('ps_key', [code], 0));
    held.clear();
  }

  function onKeyDown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    sendModifiers(event);
    loop.wake();
    const command = clipboardCommand(event);
    if (command !== '') {
      clipboard.expect(command);
      return;
    }
    if (!isModifier(event) && belongsToBrowser(event)) return;
    held.add(event.code);
    engine.callWithText('ps_key', [event.code], 1);
    if (isModifier(event)) return;
    const text = typesText(event);
    // In the text field the character arrives as an input event, whatever made it.
    if (text && event.target === typing) return;
    event.preventDefault();
    if (text) sendText(event.key);
  }

  function onKeyUp(event) {
    sendModifiers(event);
    loop.wake();
    // macOS keeps quiet about keys that go up while Command is held.
    if (event.key === 'Meta') releaseAll();
    if (held.delete(event.code)) engine.callWithText('ps_key', [event.code], 0);
  }

  for (const target of [canvas, typing]) {
    target.addEventListener('keydown', onKeyDown);
    target.addEventListener('keyup', onKeyUp);
  }

  typing.addEventListener('input', (event) => {
    if (event.isComposing) return;
    sendText(typing.value);
    typing.value = '';
  });
  typing.addEventListener('compositionend', () => {
    sendText(typing.value);
    typing.value = '';
  });

  function setFocus(focused) {
    if (!focused) releaseAll();
    engine.call('ps_focus', focused ? 1 : 0);
    loop.wake();
  }
  addEventListener('blur', () => setFocus(false));
  addEventListener('focus', () => setFocus(true));
  document.addEventListener('visibilitychange', () => loop.wake());

  return {
    /** The application began or stopped editing text; where, in CSS pixels. */
    setTextField(wanted, x, y, height) {
      if (!wanted) {
        if (document.activeElement === typing) canvas.focus({ preventScroll: true });
        return;
      }
      typing.style.left = `${Math.max(0, x)}px`;
      typing.style.top = `${Math.max(0, y)}px`;
      typing.style.height = `${height}px`;
      if (document.activeElement === canvas || document.activeElement === document.body) {
        typing.focus({ preventScroll: true });
      }
    },
  };
}
