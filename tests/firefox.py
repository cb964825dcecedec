"""Drives Debian's Firefox ESR over WebDriver BiDi, which Firefox speaks by itself: no geckodriver, nothing to download."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import websocket

# No profile of a person, no first-run page, and not a single call home: what the map asks for must be all there is.
QUIET = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.newtabpage.enabled": False,
    "browser.region.update.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,none",
    "toolkit.telemetry.enabled": False,
}
PATIENCE = 120.0


class Firefox:
    """A headless Firefox with one page; collects what the page's console said and what the page asked for."""

    def __init__(self, program: str, profile: Path, width: int = 1360, height: int = 860) -> None:
        settings = "".join(f'user_pref("{name}", {json.dumps(value)});\n' for name, value in QUIET.items())
        (profile / "user.js").write_text(settings, encoding="utf-8")
        size = ["--width", str(width), "--height", str(height)]
        command = [program, "--headless", "--no-remote", "--profile", str(profile), *size, "--remote-debugging-port", "0"]
        environment = {**os.environ, "HOME": str(profile), "MOZ_HEADLESS": "1"}
        self._log = (profile / "firefox.log").open("w+")
        self._process = subprocess.Popen(command, stdout=self._log, stderr=self._log, env=environment)
        self.said: list[str] = []
        self.asked: list[str] = []
        self._asked_for = 0
        self._socket = websocket.create_connection(f"{self._address()}/session", timeout=PATIENCE, suppress_origin=True)
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._page = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def __enter__(self) -> Firefox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._log.close()

    def open(self, address: str) -> None:
        """Open a page and wait until it has loaded, and stands where the one before it stood."""
        self._call("browsingContext.navigate", context=self._page, url=address, wait="complete")
        self.wait_for(f"location.href === {json.dumps(address)} && document.readyState === 'complete'")

    def ask(self, expression: str) -> Any:
        """Return the value of an expression of the page: a text, a number, a truth value or null."""
        answer = self._call("script.evaluate", expression=expression, target={"context": self._page}, awaitPromise=True)
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def wait_for(self, expression: str) -> None:
        """Wait until an expression of the page is true; what it asks for may not be there yet."""
        until = time.monotonic() + PATIENCE
        while not self.ask(f"(() => {{ try {{ return Boolean({expression}); }} catch {{ return false; }} }})()"):
            if time.monotonic() > until:
                raise AssertionError(f"{expression} did not come true; the console said {self.said}")
            time.sleep(0.05)

    def click(self, selector: str) -> None:
        """Press an element with the mouse, where it stands."""
        middle = f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{ block: 'nearest' }});"
        middle += " const b = e.getBoundingClientRect(); return `${b.x + b.width / 2} ${b.y + b.height / 2}`; })()"
        x, y = (round(float(value)) for value in str(self.ask(middle)).split())
        steps = [{"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._call("input.performActions", context=self._page, actions=[{"type": "pointer", "id": "mouse", "actions": steps}])

    def _address(self) -> str:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = re.search(r"WebDriver BiDi listening on (ws://\S+)", Path(self._log.name).read_text(encoding="utf-8", errors="replace"))
            if found:
                return found.group(1)
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"Firefox did not start: {Path(self._log.name).read_text(encoding='utf-8', errors='replace')[-2000:]}")

    def _call(self, method: str, **params: Any) -> Any:
        self._asked_for += 1
        self._socket.send(json.dumps({"id": self._asked_for, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._asked_for:
                break
            self._note(message)
        if message["type"] == "error":
            raise AssertionError(f"{method}: {message['error']}: {message['message']}")
        return message["result"]

    def _note(self, event: dict[str, Any]) -> None:
        if event.get("method") == "log.entryAdded":
            self.said.append(str(event["params"]["text"]))
        elif event.get("method") == "network.beforeRequestSent":
            self.asked.append(str(event["params"]["request"]["url"]))
