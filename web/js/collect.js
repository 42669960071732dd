/**
 * Lists the files of a drop or of a file input: paths and sizes, without reading them.
 *
 * @typedef {{path: string, size: number, file?: File, url?: string}} ListedFile
 * @typedef {{name: string, files: ListedFile[], skipped: {path: string, reason: string}[]}} Listing
 * @typedef {{signal: AbortSignal, onCount: (files: number) => void}} Watch
 * @typedef {(watch: Watch) => Promise<Listing>} Collect
 */

class Collector {
  /** @param {Watch} watch */
  constructor({ signal, onCount }) {
    this.signal = signal;
    this.onCount = onCount;
    this.files = [];
    this.skipped = [];
  }

  add(path, file) {
    this.files.push({ path, size: file.size, file });
    this.onCount(this.files.length);
  }

  skip(path, error) {
    this.signal.throwIfAborted();
    this.skipped.push({ path, reason: error?.message || 'it cannot be read' });
  }

  /** Walks what getAsFileSystemHandle gave (Chromium). */
  async walkHandle(handle, path) {
    this.signal.throwIfAborted();
    try {
      if (handle.kind === 'file') {
        this.add(path, await handle.getFile());
        return;
      }
      const children = [];
      for await (const child of handle.values()) {
        this.signal.throwIfAborted();
        children.push(this.walkHandle(child, `${path}/${child.name}`));
      }
      await Promise.all(children);
    } catch (error) {
      this.skip(path, error);
    }
  }

  /** Walks what webkitGetAsEntry gave (every browser). */
  async walkEntry(entry, path) {
    this.signal.throwIfAborted();
    try {
      if (entry.isFile) {
        this.add(path, await new Promise((done, failed) => entry.file(done, failed)));
        return;
      }
      const reader = entry.createReader();
      const children = [];
      for (;;) {
        // Browsers give 100 at a time; an empty answer is the end.
        const batch = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (batch.length === 0) break;
        children.push(...batch.map((child) => this.walkEntry(child, `${path}/${child.name}`)));
      }
      await Promise.all(children);
    } catch (error) {
      this.skip(path, error);
    }
  }

  /** @param {string[]} names of what was dropped @returns {Listing} */
  listing(names) {
    const name = names.length === 1 ? names[0] : `${names.length} items`;
    this.files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    return { name, files: this.files, skipped: this.skipped };
  }
}

/**
 * Takes what was dropped. The items live only as long as the drop event: call this within it, and
 * the result, a function that does the walking, whenever.
 * @param {DataTransfer} transfer
 * @returns {null | Collect} null when no files were dropped
 */
export function takeDrop(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  if (items.length === 0) return null;
  const taken = items.map((item) => ({
    entry: item.webkitGetAsEntry?.() ?? null,
    handle: item.getAsFileSystemHandle?.() ?? null,
    file: item.getAsFile(),
  }));
  return async (watch) => {
    const collector = new Collector(watch);
    const names = [];
    await Promise.all(taken.map(async ({ entry, handle, file }) => {
      const opened = handle && (await handle.catch(() => null));
      const name = opened?.name ?? entry?.name ?? file?.name ?? 'file';
      names.push(name);
      if (opened) await collector.walkHandle(opened, name);
      else if (entry) await collector.walkEntry(entry, name);
      else if (file) collector.add(name, file);
    }));
    return collector.listing(names);
  };
}

/**
 * Takes what a file input holds. @param {FileList} list
 * @returns {Collect}
 */
export function takeFileList(list) {
  const files = [...list];
  return async (watch) => {
    const collector = new Collector(watch);
    for (const file of files) collector.add(file.webkitRelativePath || file.name, file);
    const names = new Set(collector.files.map(({ path }) => path.split('/', 1)[0]));
    return collector.listing([...names]);
  };
}
