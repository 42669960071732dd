/**
 * When frames are drawn: only while somebody asked for them. `wake` asks; the module answers each
 * frame with the time until it needs the next one, and otherwise the page rests.
 */

/** Frames after the last event: ImGui settles hover, layout and quick clicks in so many. */
const kTailFrames = 3;

export class Loop {
  /** @param {(now: number) => number} drawFrame 0 another at once, > 0 milliseconds, < 0 rest */
  constructor(drawFrame) {
    this.drawFrame = drawFrame;
    this.frames = 0;
    this.tail = 0;
    this.animation = 0;
    this.timer = 0;
    this.paused = true;
  }

  /** A frame is on its way. */
  get scheduled() {
    return this.animation !== 0;
  }

  /** Something happened: draw soon. */
  wake() {
    this.tail = kTailFrames;
    this.#request();
  }

  /** A number has changed and will again: one frame, which nothing follows. */
  drawOnce() {
    this.#request();
  }

  /** Draws within this call, for events that need an answer before they end. */
  drawNow() {
    if (!this.paused) this.#draw(performance.now());
  }

  pause() {
    this.paused = true;
    this.#forget();
  }

  resume() {
    this.paused = false;
    this.wake();
  }

  #request() {
    if (this.paused || this.animation !== 0) return;
    this.animation = requestAnimationFrame((now) => this.#draw(now));
  }

  #forget() {
    cancelAnimationFrame(this.animation);
    clearTimeout(this.timer);
    this.animation = 0;
    this.timer = 0;
  }

  #draw(now) {
    this.#forget();
    this.frames++;
    if (this.tail > 0) this.tail--;
    const delay = this.drawFrame(now);
    if (this.paused) return;
    if (delay === 0 || this.tail > 0) {
      this.#request();
    } else if (delay > 0) {
      this.timer = setTimeout(() => {
        this.timer = 0;
        this.#request();
      }, delay);
    }
  }
}
