/* Loads the page again when the preview has another state. A page that is not seen waits until it is: a browser opens
   six connections to a server, and each page that waits takes one. */
"use strict";

(() => {
  const changes = document.currentScript.src.replace("reload.js", "changes");
  let source = null;
  const follow = () => {
    source?.close();
    source = document.hidden ? null : new EventSource(changes);
    source?.addEventListener("reload", () => location.reload());
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pageshow", follow);
  addEventListener("pagehide", () => source?.close());
})();
