// Loading the page anew without losing the reader's place.

import { recall, remember } from "./memory.js";

const KEY = `place.${location.pathname}`;

export function keepPlace(place) {
  remember(KEY, place.saved, "sessionStorage");
  history.scrollRestoration = "manual";
}

// What was kept for this load, if anything was.
export function returnToPlace(place) {
  const kept = recall(KEY, "sessionStorage");
  remember(KEY, null, "sessionStorage");
  if (kept) place.return(kept);
  history.scrollRestoration = "auto";
}
