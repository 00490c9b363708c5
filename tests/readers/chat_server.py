"""A server of the chat interface, as a process of its own; the path says how it behaves.

Prints its port, then answers until it is ended. `/v1` answers with what the file named on its
command line holds; what it was asked goes to a file beside it.
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SAYS = Path(sys.argv[1])


class Chat(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        kept = {"headers": dict(self.headers), "path": self.path, "body": json.loads(asked)}
        SAYS.with_suffix(".asked").write_text(json.dumps(kept), encoding="utf-8")
        content = SAYS.read_text(encoding="utf-8")
        body = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]})
        kind = self.path.split("/")[1]
        if kind == "slow":
            time.sleep(30)
        if kind == "huge":
            body += " " * 1_000_000
        if kind == "garbage":
            body = "[" * 100_000
        if kind == "empty":
            body = json.dumps({"choices": []})
        if kind == "silent":
            body = json.dumps({"choices": [{"message": {"content": None}}]})
        self.send_response(302 if kind == "away" else 500 if kind == "broken" else 200)
        if kind == "away":
            self.send_header("Location", "/v1/chat/completions")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *told: object) -> None:
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Chat)
print(server.server_address[1], flush=True)
server.serve_forever()
