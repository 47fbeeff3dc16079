"""The recipes of docs/hosting.md as tests run them, and nginx with the configuration of that page."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from manual import page_with

if TYPE_CHECKING:
    from collections.abc import Iterator

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
in_nginx = pytest.mark.skipif(NGINX is None, reason="there is no nginx; on Debian: apt-get install nginx-light")
_MAIN = """
daemon off;
{user}
pid {place}/pid;
error_log {place}/error.log;
events {{}}
http {{
    access_log off;
    default_type application/octet-stream;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    include {place}/site.conf;
}}
"""


def recipe(name: str) -> str:
    """Return the example that begins with a comment of its name."""
    text = page_with("# /etc/nginx/sites-enabled/workplan").read_text(encoding="utf-8")
    [found] = re.findall(rf"```\w+\n# {re.escape(name)}\n(.*?)```", text, re.DOTALL)
    return str(found)


def commands_of(workflow: str) -> str:
    """Return the commands of the only job of a workflow or a pipeline."""
    found = yaml.safe_load(recipe(workflow))
    if "jobs" in found:
        [job] = found["jobs"].values()
        return "\n".join(step["run"] for step in job["steps"] if "run" in step)
    [job] = found.values()
    return "\n".join(job["script"])


def play(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script with this gcmplan and without the installation of one."""
    tools = folder.parent / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("pip", "pipx"):
        (tools / name).write_text('#!/bin/sh\ntest "$*" = "install ."\n')
        (tools / name).chmod(0o755)
    if not (tools / "gcmplan").exists():
        (tools / "gcmplan").symlink_to(Path(sys.executable).with_name("gcmplan"))
    path = f"{tools}:{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=folder,
        env=os.environ | environment | {"PATH": path},
        check=False,
        capture_output=True,
        text=True,
    )


@contextmanager
def nginx(site: Path, place: Path) -> Iterator[str]:
    """Serve a folder as docs/hosting.md says, at a free port; yields the address, with a slash at its end."""
    place.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = recipe("/etc/nginx/sites-enabled/workplan")
    for old, new in (("listen 80;", f"listen 127.0.0.1:{port};"), ("/srv/workplan/site", str(site))):
        assert own.count(old) == 1
        own = own.replace(old, new)
    (place / "mime.types").symlink_to("/etc/nginx/mime.types")
    (place / "site.conf").write_text(own, encoding="utf-8")
    # Its own user could not read the folders of tests.
    user = "user root;" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(_MAIN.format(place=place, user=user), encoding="utf-8")
    process = subprocess.Popen([str(NGINX), "-c", str(place / "nginx.conf"), "-p", str(place)])
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(500):
        assert process.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(port)
