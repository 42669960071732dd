/**
 * What went wrong, as text on the page: a notice can be closed, a fatal message ends the session.
 * Uses nothing but the document, so that it works when everything else has failed.
 */
import { byId, show } from './elements.js';

let lastMessage = '';
let isFatal = false;

/** The last message shown, for automation. */
export function lastError() {
  return lastMessage;
}

export function hasFailed() {
  return isFatal;
}

/**
 * @typedef {{title: string, text: string, advice: string, details?: string}} Message
 */

/** @param {Message} message */
function present({ title, text, advice, details = '' }) {
  lastMessage = `${title}: ${text}`;
  byId('message-title').textContent = title;
  byId('message-text').textContent = text;
  byId('message-advice').textContent = advice;
  byId('message-details').textContent = details;
  show('message-details', details !== '');
  show('message-copy', details !== '');
  show('message-reload', isFatal);
  show('message-close', !isFatal);
  const dialog = byId('message');
  if (!dialog.open) dialog.showModal();
  byId(isFatal ? 'message-reload' : 'message-close').focus();
}

/** Shows a message that the user closes. @param {Message} message */
export function notice(message) {
  if (!isFatal) present(message);
}

/**
 * Shows why nothing can go on. The first cause stays: later ones are its consequences.
 * @param {Message} message
 */
export function fatal(message) {
  if (isFatal) return;
  isFatal = true;
  present(message);
}

/** All that a bug report needs. */
function report() {
  return [
    `${byId('message-title').textContent}\n${byId('message-text').textContent}`,
    byId('message-details').textContent,
    `${navigator.userAgent}\n${location.href}`,
  ].join('\n\n');
}

async function copyReport() {
  const button = byId('message-copy');
  try {
    await navigator.clipboard.writeText(report());
    button.textContent = 'Copied';
  } catch {
    getSelection()?.selectAllChildren(byId('message-details'));
    button.textContent = 'Selected: press Ctrl+C';
  }
  setTimeout(() => (button.textContent = 'Copy details'), 2000);
}

/** Connects the buttons; called once. */
export function installMessages() {
  const dialog = byId('message');
  byId('message-reload').addEventListener('click', () => location.reload());
  byId('message-close').addEventListener('click', () => dialog.close());
  byId('message-copy').addEventListener('click', copyReport);
  dialog.addEventListener('cancel', (event) => {
    if (isFatal) event.preventDefault();
  });
}
