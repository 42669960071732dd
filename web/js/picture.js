/**
 * Pictures of the canvas. Its pixels are there only until the frame has been shown, so they are
 * taken in the task that drew them.
 */
import { saveFile } from './download.js';

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{name: string, x: number, y: number, width: number, height: number}} picture device pixels
 */
export function takePicture(canvas, { name, x, y, width, height }) {
  const copy = document.createElement('canvas');
  copy.width = Math.max(1, Math.min(width, canvas.width - x));
  copy.height = Math.max(1, Math.min(height, canvas.height - y));
  copy.getContext('2d').drawImage(canvas, -x, -y);
  copy.toBlob((blob) => blob && saveFile(name, 'image/png', blob));
}
