#!/usr/bin/env python3
"""Serves a folder of static files on this machine: serve.py FOLDER [PORT]."""

import errno
import functools
import http.server
import pathlib
import sys

MIME_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".wasm": "application/wasm",
}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Static files that browsers always ask about again, so that a rebuild is seen at once."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, **MIME_TYPES}

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format, *args):
        """Only failures are worth a line."""

    def log_error(self, format, *args):
        sys.stderr.write("serve: %s: %s\n" % (self.path, format % args))


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[0] in ("-h", "--help"):
        sys.exit("usage: serve.py FOLDER [PORT]")
    folder = pathlib.Path(arguments[0])
    if not (folder / "index.html").is_file():
        sys.exit(f"serve: there is no site in {folder}; './dev build wasm' makes it")
    try:
        port = int(arguments[1]) if len(arguments) == 2 else 8080
        if not 0 <= port <= 65535:
            raise ValueError
    except ValueError:
        sys.exit(f"serve: '{arguments[1]}' is not a port; a number up to 65535 was expected")
    handler = functools.partial(Handler, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(f"serve: port {port} is in use; name another one: ./dev serve {port + 1}")
        if error.errno == errno.EACCES:
            sys.exit(f"serve: port {port} is for administrators; name one above 1023")
        raise
    with server:
        print(f"Partscope is at http://localhost:{server.server_port}/ (Ctrl+C stops)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main(sys.argv[1:])
