/**
 * The WebAssembly module: download with progress, and calls into it with text.
 * A call that traps ends the session with a message; later calls do nothing.
 */
import { buildInfo } from './build_info.js';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Passes a download through and reports its bytes, as they are after decompression. */
function countBytes(response, onBytes) {
  const counter = new TransformStream({
    transform(chunk, controller) {
      onBytes(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  return response.body.pipeThrough(counter);
}

async function request(path) {
  const url = new URL(`../${path}`, import.meta.url);
  let response;
  try {
    response = await fetch(url);
  } catch {
    throw new Error(`${path} could not be fetched`);
  }
  if (!response.ok) throw new Error(`${path} could not be fetched: status ${response.status}`);
  return response;
}

export class Engine {
  /** @param {(error: unknown) => void} onTrap */
  constructor(onTrap) {
    this.onTrap = onTrap;
    this.exports = null;
    this.running = false;
    this.getHeap = () => new Uint8Array(0);
    this.log = [];
  }

  /**
   * Downloads and starts the module.
   * @param {object} options
   * @param {HTMLCanvasElement} options.canvas
   * @param {object} options.host what the module may call
   * @param {(done: number, total: number) => void} options.onProgress bytes
   */
  async load({ canvas, host, onProgress }) {
    const total = buildInfo.wasmBytes + buildInfo.fontBytes;
    let done = 0;
    const onBytes = (count) => onProgress((done += count), total);
    const fonts = Promise.all(buildInfo.fonts.map(async (path) => {
      const response = await request(path);
      return new Uint8Array(await new Response(countBytes(response, onBytes)).arrayBuffer());
    }));
    const wasm = request('partscope_app.wasm');
    fonts.catch(() => {});
    wasm.catch(() => {});
    const { default: create } = await import('../partscope_app.js');

    await new Promise((resolve, reject) => {
      const instantiateWasm = (imports, receive) => {
        wasm
          .then((response) => WebAssembly.instantiateStreaming(
            new Response(countBytes(response, onBytes),
              { headers: { 'Content-Type': 'application/wasm' } }), imports))
          .then((result) => receive(result.instance, result.module))
          .catch(reject);
        return {};
      };
      const print = (line) => {
        this.log.push(line);
        console.error(line);
      };
      create({ canvas, host, instantiateWasm, print, printErr: print })
        .then((module) => resolve((this.exports = module)), reject);
    });
    (await fonts).forEach((bytes, slot) => {
      const at = this.exports._malloc(bytes.length);
      this.getHeap().set(bytes, at);
      this.exports._ps_font(slot, at, bytes.length);
    });
    this.running = true;
  }

  /** Calls an export with numbers. Returns 0 when the module does not run. */
  call(name, ...args) {
    if (!this.running) return 0;
    try {
      return this.exports[`_${name}`](...args);
    } catch (error) {
      this.running = false;
      this.onTrap(error);
      return 0;
    }
  }

  /** Calls an export whose parameters are texts, each as pointer and size, then numbers. */
  callWithText(name, texts, ...numbers) {
    return this.#callLending(name, [], texts, numbers);
  }

  /** The same with one number before the texts. */
  callWithTextAfter(name, number, texts) {
    return this.#callLending(name, [number], texts, []);
  }

  #callLending(name, before, texts, after) {
    if (!this.running) return 0;
    const lent = [];
    const parameters = [...before];
    for (const text of texts) {
      const bytes = encoder.encode(text);
      const at = this.call('malloc', Math.max(bytes.length, 1));
      if (at === 0) {
        lent.forEach((other) => this.call('free', other));
        throw new Error(`there is no memory left for ${bytes.length} bytes`);
      }
      this.getHeap().set(bytes, at);
      lent.push(at);
      parameters.push(at, bytes.length);
    }
    const result = this.call(name, ...parameters, ...after);
    lent.forEach((at) => this.call('free', at));
    return result;
  }

  /** The UTF-8 text at `at`, `size` bytes or up to a zero byte. */
  text(at, size = this.getHeap().indexOf(0, at) - at) {
    return decoder.decode(this.getHeap().subarray(at, at + size));
  }

  /** A copy of bytes of the module's memory. */
  bytes(at, size) {
    return this.getHeap().slice(at, at + size);
  }

  /** Text in memory that the module frees; ends with a zero byte. */
  giveText(text) {
    const bytes = encoder.encode(text);
    const at = this.call('malloc', bytes.length + 1);
    const heap = this.getHeap();
    heap.set(bytes, at);
    heap[at + bytes.length] = 0;
    return at;
  }
}
