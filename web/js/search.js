/**
 * The search's worker: made when a search starts, gone when it ends. What it finds goes to the
 * application as commands.
 */

/**
 * @param {(command: object) => void} tell runs a command of the application
 * @returns {(order: {order: string, run: number, request?: string}) => void}
 */
export function makeSearch(tell) {
  /** @type {Worker | undefined} */
  let worker;

  function end() {
    worker?.terminate();
    worker = undefined;
  }

  function start(run, request) {
    end();
    worker = new Worker(new URL('search_worker.js', import.meta.url), { type: 'module' });
    const fail = (error) => {
      end();
      tell({ op: 'search_failed', run, error });
    };
    worker.onmessage = ({ data: { progress, rate, result, error } }) => {
      if (error) {
        fail(error);
        return;
      }
      tell({ op: 'search_progress', run, rate, progress });
      if (!result) return;
      end();
      tell({ op: 'search_result', run, result });
    };
    worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message || 'the worker could not be loaded');
    };
    worker.postMessage({ order: 'start', request });
  }

  return ({ order, run, request }) => {
    if (order === 'start') start(run, request);
    else if (order === 'stop') end();
    else worker?.postMessage({ order });
  };
}
