/**
 * A search, off the page's thread: plays a slice of engine steps, tells how far it is, listens, and
 * goes on. One worker runs one search.
 *
 * In: {order: 'start', request} once, then {order: 'pause'} and {order: 'resume'}.
 * Out: {progress, rate} at most ten times a second, at last {progress, rate, result} or {error}.
 */

const kSliceMs = 12;
const kReportMs = 100;
const kStepsFirst = 500;
const kStepsMax = 1_000_000;

const decoder = new TextDecoder();
const slices = new MessageChannel(); // timers are held back when they follow each other

let engine;
let paused = false;
let scheduled = false;
let steps = kStepsFirst;
let reported = { time: 0, steps: 0 };

/** The zero-terminated UTF-8 text at `at`. */
function text(at) {
  const heap = engine.HEAPU8;
  return decoder.decode(heap.subarray(at, heap.indexOf(0, at)));
}

async function load() {
  const wasm = fetch(new URL('../partscope_search.wasm', import.meta.url));
  wasm.catch(() => {});
  const { default: create } = await import('../partscope_search.js');
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports, receive) => {
      WebAssembly.instantiateStreaming(wasm, imports)
        .then((result) => receive(result.instance, result.module))
        .catch(reject);
      return {};
    };
    create({ instantiateWasm }).then(resolve, reject);
  });
}

async function start(request) {
  engine = await load();
  const bytes = new TextEncoder().encode(request);
  const at = engine._malloc(bytes.length);
  engine.HEAPU8.set(bytes, at);
  const problem = text(engine._ps_search_start(at, bytes.length));
  engine._free(at);
  if (problem !== '') throw new Error(problem);
  reported.time = performance.now();
  next();
}

/** One slice at a time is on its way, however often somebody pauses. */
function next() {
  if (paused || scheduled) return;
  scheduled = true;
  slices.port2.postMessage(0);
}

/** @returns {{progress: object, rate: number}} steps a second since the last report */
function report() {
  const progress = JSON.parse(text(engine._ps_search_progress()));
  const played = Number(progress.steps) + Number(progress.shrink_steps);
  const now = performance.now();
  const seconds = Math.max(now - reported.time, 1) / 1000;
  const rate = Math.max(0, Math.round((played - reported.steps) / seconds));
  reported = { time: now, steps: played };
  return { progress, rate };
}

function slice() {
  if (paused) return;
  const before = performance.now();
  const done = engine._ps_search_advance(steps) === 1;
  const after = performance.now();
  // The next slice takes as long as a slice should, but steps differ: no jumps.
  const factor = Math.min(2, Math.max(0.25, kSliceMs / Math.max(after - before, 0.1)));
  steps = Math.min(kStepsMax, Math.max(1, Math.round(steps * factor)));
  if (done) {
    postMessage({ ...report(), result: JSON.parse(text(engine._ps_search_result())) });
    return;
  }
  if (after - reported.time >= kReportMs) postMessage(report());
  next();
}

const fail = (error) => postMessage({ error: error?.message || String(error) });

slices.port1.onmessage = () => {
  scheduled = false;
  try {
    slice();
  } catch (error) {
    fail(error);
  }
};

onmessage = ({ data: { order, request } }) => {
  if (order === 'start') {
    start(request).catch(fail);
    return;
  }
  paused = order === 'pause';
  if (engine && order === 'resume') {
    reported.time = performance.now(); // a pause is no slowness
    next();
  }
};
