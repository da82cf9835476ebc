// The page and the phone's page in its frame tell each other things; nobody else is heard.

export function tell(other, kind, values) {
  other?.postMessage({ docbuild: kind, ...values }, location.origin);
}

export function listen(kind, action) {
  addEventListener("message", ({ origin, data }) => {
    if (origin === location.origin && data?.docbuild === kind) action(data);
  });
}
