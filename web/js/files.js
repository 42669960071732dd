/**
 * The open files. The module asks for ranges of them; at most kReadsMax reads run at a time.
 * Opening something else starts a new generation: late answers of the old one are dropped.
 */

const kReadsMax = 64;
/** Larger reads are refused: they are a mistake, and would not fit into the module's memory. */
const kReadBytesMax = 512 * 1024 * 1024;

export class OpenFiles {
  /** @param {{engine: any, wake: () => void}} parts */
  constructor({ engine, wake }) {
    this.engine = engine;
    this.wake = wake;
    this.generation = 0;
    this.files = [];
    this.queue = [];
    this.running = 0;
  }

  /** Reads that are queued or under way. */
  get pending() {
    return this.queue.length + this.running;
  }

  /** @param {import('./collect.js').ListedFile[]} files */
  replace(files) {
    this.generation++;
    this.files = files;
    this.queue = [];
    this.running = 0;
  }

  /** The module wants bytes. It is answered later, never within this call. */
  read(request, index, offset, length) {
    this.queue.push({ request, index, offset, length });
    queueMicrotask(() => this.#next());
  }

  /** The module no longer wants them. */
  cancel(request) {
    this.queue = this.queue.filter((read) => read.request !== request);
  }

  #next() {
    while (this.running < kReadsMax && this.queue.length > 0) this.#run(this.queue.shift());
  }

  async #run(read) {
    const { generation } = this;
    this.running++;
    let bytes = null;
    let reason = '';
    try {
      bytes = await this.#load(read);
    } catch (error) {
      reason = explain(error);
    }
    if (generation !== this.generation) return;
    this.running--;
    if (bytes !== null) this.#deliver(read.request, bytes);
    else this.#fail(read, reason);
    this.wake();
    this.#next();
  }

  async #load({ index, offset, length }) {
    const file = this.files[index];
    if (!file) throw new Error('there is no such file');
    if (length > kReadBytesMax) throw new Error(`${length} bytes are too many to read at once`);
    let bytes;
    if (file.file) {
      bytes = new Uint8Array(await file.file.slice(offset, offset + length).arrayBuffer());
    } else {
      bytes = (await fetchWhole(file)).subarray(offset, offset + length);
    }
    if (bytes.length !== length) {
      const end = offset + bytes.length;
      throw new Error(`the file ends at ${end}, but ${offset + length} was asked for`);
    }
    return bytes;
  }

  #deliver(request, bytes) {
    const at = this.engine.call('ps_file_buffer', request, bytes.length);
    if (at === 0) return;
    this.engine.getHeap().set(bytes, at);
    this.engine.call('ps_file_bytes', request);
  }

  #fail({ request, index }, reason) {
    const path = this.files[index]?.path ?? '';
    this.engine.callWithTextAfter('ps_file_failed', request, [path, reason]);
  }
}

/** Files of samples are fetched whole, once. */
async function fetchWhole(file) {
  file.content ??= (async () => {
    const response = await fetch(file.url);
    if (!response.ok) throw new Error(`the server answered with status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  })();
  try {
    return await file.content;
  } catch (error) {
    file.content = undefined; // the next read tries again
    throw error;
  }
}

function explain(error) {
  if (error?.name === 'NotFoundError') return 'the file is no longer there';
  if (error?.name === 'NotReadableError') {
    return 'the file changed since it was opened, or may not be read';
  }
  if (error instanceof TypeError) return 'the server cannot be reached';
  return error?.message || String(error);
}
