// Work that can wait for the next frame, and is then done once for the latest value.

export function coalesced(action) {
  let latest;
  let waiting = false;
  return (value) => {
    latest = value;
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      action(latest);
    });
  };
}
