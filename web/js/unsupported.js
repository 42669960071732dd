/**
 * For browsers from before JavaScript modules, which run nothing else of this page.
 * Written in the language they know.
 */
(function () {
  var text = document.getElementById('progress-text');
  if (text) text.innerHTML = 'This browser is too old for Partscope. Please use a current one.';
  var bar = document.getElementById('progress-bar');
  if (bar) bar.style.display = 'none';
})();
