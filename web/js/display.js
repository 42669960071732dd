/**
 * Keeps the canvas at one pixel of its own for each pixel of the screen, and passes on what the
 * system wants: less motion.
 */

/** @param {{canvas: HTMLCanvasElement, engine: any, loop: any}} parts */
export function installDisplay({ canvas, engine, loop }) {
  let pixels = { width: 0, height: 0 };

  function apply() {
    const { width, height } = pixels;
    const changed = canvas.width !== width || canvas.height !== height;
    if (changed && width > 0 && height > 0) {
      canvas.width = width;
      canvas.height = height;
    }
    engine.call('ps_resize', canvas.clientWidth, canvas.clientHeight, width, height);
    // A new size clears the canvas: draw before the browser shows that.
    if (changed) loop.drawNow();
    loop.wake();
  }

  function measure(entries) {
    const entry = entries[entries.length - 1];
    const { width, height } = entry.contentRect;
    const rounded = {
      width: Math.round(width * devicePixelRatio),
      height: Math.round(height * devicePixelRatio),
    };
    // The exact size differs by a pixel at most; it ignores the ratio of emulated screens.
    const exact = entry.devicePixelContentBoxSize?.[0];
    const isExact = exact !== undefined && Math.abs(exact.inlineSize - rounded.width) <= 1 &&
      Math.abs(exact.blockSize - rounded.height) <= 1;
    pixels = isExact ? { width: exact.inlineSize, height: exact.blockSize } : rounded;
    apply();
  }

  const observer = new ResizeObserver(measure);
  function observe() {
    observer.unobserve(canvas);
    try {
      observer.observe(canvas, { box: 'device-pixel-content-box' });
    } catch {
      observer.observe(canvas); // Safari has no such box
    }
  }
  observe();

  // Moving to another screen changes the ratio, not always the size. The event may be late: each
  // frame looks too.
  let ratio = devicePixelRatio;
  function followRatio() {
    if (ratio === devicePixelRatio) return;
    ratio = devicePixelRatio;
    observe();
    watchRatio();
  }
  function watchRatio() {
    matchMedia(`(resolution: ${ratio}dppx)`)
      .addEventListener('change', followRatio, { once: true });
  }
  watchRatio();

  const motion = matchMedia('(prefers-reduced-motion: reduce)');
  const passMotion = () => {
    engine.call('ps_reduced_motion', motion.matches ? 1 : 0);
    loop.wake();
  };
  motion.addEventListener('change', passMotion);

  return {
    /** Before the module starts: the size that the hidden canvas will have, so that fonts fit. */
    expect() {
      const { innerWidth: width, innerHeight: height } = window;
      engine.call('ps_resize', width, height, Math.round(width * devicePixelRatio),
        Math.round(height * devicePixelRatio));
    },
    /** Tells the module everything, once it runs. */
    started() {
      passMotion();
      apply();
    },
    followRatio,
    facts: () => ({
      width: canvas.width,
      height: canvas.height,
      cssWidth: canvas.clientWidth,
      cssHeight: canvas.clientHeight,
    }),
  };
}
