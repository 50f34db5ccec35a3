// The way to the server: a socket that tells what is new, questions where there is none, and what
// is said again until the server has it on its disk.

const HEADER = "x-infosim-secret";
const AGAIN = [300, 600, 1000, 1500];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Link {
  // seen(view) is called with everything new, state(isConnected) when the way opens or is lost,
  // gone() when the server does not know the secret.
  constructor(secret, { seen, state, gone }) {
    this.secret = secret;
    this.seen = seen;
    this.state = state;
    this.gone = gone;
    this.version = -1;
    this.failed = 0;
    this.isPolling = false;
    this.isOver = false;
    this.connect();
  }

  take(view) {
    this.state(true);
    if (view.version === this.version) return;
    this.version = view.version;
    this.seen(view);
  }

  connect() {
    if (this.isOver) return;
    let opened = false;
    let socket;
    try {
      const address = new URL("/live", location.href);
      address.protocol = "ws:";
      socket = new WebSocket(address);
    } catch {
      this.lost(false);
      return;
    }
    socket.onopen = () => socket.send(this.secret);
    socket.onmessage = ({ data }) => {
      opened = true;
      this.failed = 0;
      this.take(JSON.parse(data));
    };
    socket.onclose = () => this.lost(opened);
    // A network that swallows sockets says nothing at all.
    setTimeout(() => {
      if (!opened && socket.readyState !== WebSocket.CLOSED) socket.close();
    }, 3000);
  }

  async lost(wasOpen) {
    if (wasOpen) this.state(false);
    this.failed += 1;
    this.poll();
    await pause(AGAIN[Math.min(this.failed, AGAIN.length) - 1] * (this.failed > 20 ? 10 : 1));
    this.connect();
  }

  // Ask again and again, as long as there is no socket.
  async poll() {
    if (this.isPolling) return;
    this.isPolling = true;
    while (this.failed > 0 && !this.isOver) {
      try {
        const answer = await fetch(`/view?since=${Math.max(0, this.version)}`, { headers: { [HEADER]: this.secret } });
        if (answer.status === 403) this.end();
        else if (answer.status === 200) this.take(await answer.json());
        else if (answer.status === 204) this.state(true);
        else await pause(2000);
      } catch {
        this.state(false);
        await pause(500);
      }
      if (this.version < 0) await pause(300);
    }
    this.isPolling = false;
  }

  end() {
    this.isOver = true;
    this.gone();
  }

  // Say something until it is acknowledged or refused; gives the reason of a refusal, or nothing.
  async say(kind, values = {}) {
    for (;;) {
      try {
        const answer = await post("/say", { kind, ...values }, this.secret);
        if (answer.ok) return "";
        if (answer.status !== 429 && answer.status !== 503) return (await answer.json()).refused ?? "refused_form";
      } catch {
        this.state(false);
      }
      await pause(700);
    }
  }
}

export function post(path, said, secret = "") {
  const headers = { "content-type": "application/json", [HEADER]: secret };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(said) });
}

export function ask(path, secret) {
  return fetch(path, { headers: { [HEADER]: secret } }).then((answer) => answer.json());
}
