"""An identity provider for tests: OpenID Connect on the loopback, with people and groups of one's choice."""

from __future__ import annotations

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Serves discovery, keys, tokens and the page on people; `claims` is who signs in."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.nonce: str | None = None
        provider = self

        class Answers(BaseHTTPRequestHandler):
            def log_message(self, *args: Any) -> None:
                return

            def do_GET(self) -> None:
                provider.answer(self, urlsplit(self.path).path, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                provider.answer(self, urlsplit(self.path).path, {name: values[0] for name, values in parse_qs(body).items()})

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, asked: Any, path: str, form: dict[str, str]) -> None:
        said = {
            "/.well-known/openid-configuration": self._configuration, "/keys": self._keys, "/token": self._token,
            "/people": lambda: self.claims,
        }.get(path)  # fmt: skip
        content = json.dumps(said() if said else {"error": "unknown"}).encode()
        asked.send_response(200 if said else 404)
        asked.send_header("Content-Type", "application/json")
        asked.send_header("Content-Length", str(len(content)))
        asked.end_headers()
        asked.wfile.write(content)

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address, "authorization_endpoint": f"{self.address}/authorize", "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/people", "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def _keys(self) -> dict[str, Any]:
        numbers = KEY.public_key().public_numbers()
        size = {"n": numbers.n, "e": numbers.e}
        plain = {
            name: base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()
            for name, value in size.items()
        }
        return {"keys": [{"kty": "RSA", "kid": "one", "use": "sig", "alg": "RS256", **plain}]}

    def _token(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.address, "aud": "steerco", "iat": now, "exp": now + 300, **self.claims}
        if self.nonce:
            claims["nonce"] = self.nonce
        return {"access_token": "x", "token_type": "Bearer", "id_token": jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "one"})}
