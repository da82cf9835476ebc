// What the browser remembers for the author. It may refuse to, and then nothing is remembered.

export function recall(key, storage = "localStorage") {
  try {
    return JSON.parse(window[storage].getItem(`docbuild.${key}`));
  } catch {
    return null;
  }
}

export function remember(key, value, storage = "localStorage") {
  try {
    if (value === null) window[storage].removeItem(`docbuild.${key}`);
    else window[storage].setItem(`docbuild.${key}`, JSON.stringify(value));
  } catch {
    // A full or forbidden storage costs the author no more than a setting.
  }
}
