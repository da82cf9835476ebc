// The WebSocket to the server, opened again for as long as the page is.

const SHORTEST = 100;
const LONGEST = 2000;

export class Connection {
  #socket;
  #hello;
  #message;
  #state;
  #pause = SHORTEST;
  #timer;

  // `hello()` is what the page says first; `message(data)` gets every text of the server;
  // `state(open)` hears of the connection coming and going.
  constructor({ hello, message, state }) {
    this.#hello = hello;
    this.#message = message;
    this.#state = state;
    addEventListener("online", () => this.#now());
    addEventListener("pageshow", () => this.#now());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#now();
    });
    this.#open();
  }

  // Says hello again, as whoever has fallen behind does.
  ask(revision) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#greet(revision);
  }

  #greet(revision) {
    const hello = this.#hello();
    this.#socket.send(JSON.stringify(revision === undefined ? hello : { ...hello, revision }));
  }

  #now() {
    if (this.#socket && this.#socket.readyState !== WebSocket.CLOSED) return;
    clearTimeout(this.#timer);
    this.#pause = SHORTEST;
    this.#open();
  }

  #open() {
    const socket = new WebSocket(address());
    this.#socket = socket;
    socket.onmessage = (event) => this.#message(event.data);
    socket.onopen = () => {
      this.#pause = SHORTEST;
      this.#greet();
      this.#state(true);
    };
    socket.onclose = () => {
      this.#state(false);
      this.#timer = setTimeout(() => this.#open(), this.#pause);
      this.#pause = Math.min(2 * this.#pause, LONGEST);
    };
  }
}

function address() {
  const url = new URL("-/live", document.baseURI);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url;
}
