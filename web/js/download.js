/**
 * Saves bytes as a file of the user's.
 */

/** @param {string} name @param {string} type @param {Uint8Array | Blob} bytes */
export function saveFile(name, type, bytes) {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the link after this task; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
