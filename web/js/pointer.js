/**
 * Mouse, pen, touch and wheel on the canvas. Positions are CSS pixels; the canvas fills the window.
 */
import { isMac, modifiersOf } from './keys.js';

const kDevices = { mouse: 0, touch: 1, pen: 2 };
/** ImGui's numbers of the browser's buttons; back and forward stay the browser's. */
const kButtons = { 0: 0, 1: 2, 2: 1 };
const kRightButton = 1;
/** A finger that rests so long asks for the menu. */
const kLongPressMs = 450;
const kLongPressMoves = 8;

/** One notch of a wheel is about 100 px, 3 lines or an eighth of a page. */
const kNotch = { 0: 100, 1: 3, 2: 0.125 };

/** @param {{canvas: HTMLCanvasElement, engine: any, loop: any}} parts */
export function installPointer({ canvas, engine, loop }) {
  let longPress = 0;
  let pressedAt = null;

  function sendPosition(event) {
    const { ctrl, shift, alt, meta } = modifiersOf(event);
    engine.call('ps_modifiers', ctrl, shift, alt, meta);
    engine.call('ps_pointer_move', event.clientX, event.clientY, kDevices[event.pointerType] ?? 0);
    loop.wake();
  }

  function sendButton(event, down) {
    const button = kButtons[event.button];
    if (button === undefined) return;
    sendPosition(event);
    engine.call('ps_pointer_button', button, down ? 1 : 0);
  }

  function watchLongPress(event) {
    clearTimeout(longPress);
    if (event.pointerType !== 'touch') return;
    pressedAt = { x: event.clientX, y: event.clientY };
    longPress = setTimeout(() => {
      engine.call('ps_pointer_button', 0, 0);
      engine.call('ps_pointer_button', kRightButton, 1);
      engine.call('ps_pointer_button', kRightButton, 0);
      loop.wake();
    }, kLongPressMs);
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || !(event.button in kButtons)) return;
    canvas.setPointerCapture(event.pointerId);
    sendButton(event, true);
    watchLongPress(event);
  });

  canvas.addEventListener('pointermove', (event) => {
    if (!event.isPrimary) return;
    // A second button, pressed while the first is held, comes as a move.
    if (event.button >= 0) sendButton(event, (event.buttons & [1, 4, 2][event.button]) !== 0);
    else sendPosition(event);
    if (pressedAt !== null &&
        Math.hypot(event.clientX - pressedAt.x, event.clientY - pressedAt.y) > kLongPressMoves) {
      clearTimeout(longPress);
    }
  });

  function release(event) {
    if (!event.isPrimary) return;
    clearTimeout(longPress);
    pressedAt = null;
    sendButton(event, false);
    if (event.pointerType === 'touch') engine.call('ps_pointer_leave');
  }
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', (event) => {
    for (const button of [0, 1, 2]) engine.call('ps_pointer_button', button, 0);
    release(event);
  });

  canvas.addEventListener('pointerleave', (event) => {
    if (!event.isPrimary) return;
    engine.call('ps_pointer_leave');
    loop.wake();
  });

  // The middle button would scroll or paste, and a press would take the focus from text fields.
  canvas.addEventListener('mousedown', (event) => {
    event.preventDefault();
    if (!document.activeElement?.closest('#stage')) canvas.focus({ preventScroll: true });
  });
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());

  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    let { deltaX, deltaY } = event;
    const notch = kNotch[event.deltaMode];
    sendPosition(event);
    if (event.ctrlKey) {
      // Pinches come in small steps: 100 px of them double or halve, as in other pages.
      engine.call('ps_pinch', -deltaY / notch);
    } else {
      // Some browsers turn the wheel when Shift is held; ImGui does that itself.
      if (event.shiftKey && deltaY === 0 && !isMac) [deltaX, deltaY] = [0, deltaX];
      engine.call('ps_wheel', -deltaX / notch, -deltaY / notch);
    }
    loop.wake();
  }, { passive: false });
}
