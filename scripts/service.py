"""Make the CRM a service of this machine: ``python3 scripts/service.py --domain crm.example.org``.

Writes a systemd unit and prints where to put it and the few lines for a TLS proxy in front; docs/deploy.md walks
through the whole of it.
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNIT_NAME = "coalition-crm.service"
LAST_PORT = 65535
#: What ProtectHome= hides.
HOMES = ("/home", "/root", "/run/user")

UNIT = """\
[Unit]
Description=Coalition CRM
Documentation=file://{root}/docs/deploy.md
After=network-online.target postgresql.service redis-server.service
Wants=network-online.target
# A start that fails again and again (a wrong setting) is left alone; the journal has its sentence.
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
User={user}
Group={user}
WorkingDirectory={root}
Environment=CRM_DATA={data}
ExecStart={root}/.venv/bin/python -m crm serve --port {port}
# The supervisor lets the worker finish what it has in hand.
KillMode=mixed
TimeoutStopSec=30
Restart=on-failure
RestartSec=5

# It reads its own folder, writes its data folder, and needs nothing else of this machine.
UMask=0077
ReadWritePaths={data}
ProtectSystem=strict
ProtectHome={protect_home}
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectHostname=yes
ProtectClock=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectProc=invisible
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""

CADDY = """\
{domain} {{
    request_body {{
        max_size 510MB
    }}
    reverse_proxy 127.0.0.1:{port}
}}
"""

NGINX = """\
server {{
    listen 443 ssl;
    listen [::]:443 ssl;
    server_name {domain};
    ssl_certificate     /etc/letsencrypt/live/{domain}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/{domain}/privkey.pem;
    client_max_body_size 510m;

    location / {{
        proxy_pass http://127.0.0.1:{port};
        proxy_set_header Host              $host;
        proxy_set_header X-Forwarded-Host  $host;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-For   $remote_addr;
        proxy_read_timeout 120s;
    }}
}}

server {{
    listen 80;
    listen [::]:80;
    server_name {domain};
    return 301 https://$host$request_uri;
}}
"""

WALK = """\
Wrote {unit}. As an administrator of this machine:

    useradd --system --home-dir {data} --shell /usr/sbin/nologin {user}
    install -d -o {user} -g {user} -m 700 {data}
    echo 'PUBLIC_URL=https://{domain}' | install -o {user} -g {user} -m 600 /dev/stdin {data}/crm.env
    install -m 644 {unit} /etc/systemd/system/{unit_name}
    systemctl daemon-reload
    systemctl enable --now {unit_name}
    journalctl -u {unit_name} -f        # shows the link of the first administrator

Then one of these in front of it.

Caddy (/etc/caddy/Caddyfile), which gets its certificate by itself:

{caddy}
nginx (/etc/nginx/sites-available/{domain}), with a certificate of certbot:

{nginx}"""


def unit(*, user: str, data: Path, port: int) -> str:
    """Return the systemd unit for this folder."""
    # Under /home or /root its own folder must stay readable.
    own = "read-only" if any(place.is_relative_to(home) for place in (ROOT, data) for home in HOMES) else "yes"
    return UNIT.format(root=ROOT, user=user, data=data, port=port, protect_home=own)


def warnings(data: Path) -> list[str]:
    """Say what would keep the service from starting on this machine."""
    said = []
    python = ROOT / ".venv" / "bin" / "python"
    if not python.exists():
        said.append("There is no environment yet: python3 scripts/run.py --install-only makes it.")
    hidden = [place for place in (ROOT, python.resolve(), data) if place.is_relative_to("/root")]
    if hidden:
        said.append(
            f"{hidden[0]} is in root's own home, where the service's user gets nothing: use a folder like /opt."
        )
    if any(re.search(r"\s|%", str(place)) for place in (ROOT, data)):
        said.append("systemd reads spaces and % in paths in its own way: use folders without them.")
    return said


def _domain(text: str) -> str:
    if not re.fullmatch(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", text.lower()):
        raise argparse.ArgumentTypeError(f"“{text}” is no domain; write it like crm.example.org")
    return text.lower()


def _user(text: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_-]{0,31}", text):
        raise argparse.ArgumentTypeError(f"“{text}” is no name of a system user")
    return text


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to {LAST_PORT}")
    return int(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Write a systemd unit for the CRM and the lines of a TLS proxy.")
    parser.add_argument("--domain", type=_domain, required=True, help="the name under which people reach it")
    parser.add_argument("--user", type=_user, default="coalition-crm", help="the system user (%(default)s)")
    parser.add_argument("--data", type=Path, default=Path("/var/lib/coalition-crm"), help="data folder (%(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="port on 127.0.0.1 (%(default)s)")
    parser.add_argument("-o", "--output", type=Path, default=Path(UNIT_NAME), help="the unit's file (./%(default)s)")
    return parser.parse_args()


def main() -> None:
    """Write the unit and print the rest."""
    asked = _arguments()
    data = asked.data.expanduser().resolve()
    try:
        asked.output.write_text(unit(user=asked.user, data=data, port=asked.port), encoding="utf-8")
    except OSError as error:
        sys.exit(f"{asked.output} cannot be written ({error.strerror}): choose another place with --output.")
    words = {"domain": asked.domain, "port": asked.port}
    walk = WALK.format(
        unit=asked.output,
        unit_name=UNIT_NAME,
        user=asked.user,
        data=data,
        domain=asked.domain,
        caddy=CADDY.format(**words),
        nginx=NGINX.format(**words),
    )
    sys.stdout.write(walk)
    for warning in warnings(data):
        sys.stderr.write(warning + "\n")


if __name__ == "__main__":
    main()
