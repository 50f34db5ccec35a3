"""Under which addresses this machine can be reached from the room."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, ip_address

from infosim.errors import InputError, Problem

ASKED = "192.0.2.1"
"""An address that belongs to nobody; asking for the way to it sends nothing."""


def lan_addresses() -> list[str]:
    """List the addresses of this machine in local networks, the one in use first."""
    found = [_on_the_way_out(), *_by_name()]
    return list(dict.fromkeys(one for one in found if one and _is_local(one)))


def _on_the_way_out() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect((ASKED, 9))
        except OSError:
            return ""
        return str(asked.getsockname()[0])


def _by_name() -> list[str]:
    try:
        return [str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    except OSError:
        return []


def _is_local(text: str) -> bool:
    """Tell whether an address is one of a local network, not of this machine alone or of the internet."""
    address = ip_address(text)
    return isinstance(address, IPv4Address) and address.is_private and not address.is_loopback


def chosen(lan: str | None) -> str:
    """Choose the address to listen at: this machine alone, the one given, or the one in use.

    Parameters
    ----------
    lan : None, 'auto', or an address of this machine

    Raises
    ------
    InputError
        This machine is in no local network, or has no such address.
    """
    if lan is None:
        return "127.0.0.1"
    known = lan_addresses()
    if lan == "auto":
        if not known:
            remedy = "make a hotspot, or leave out --lan and count hands instead"
            raise InputError(Problem("this machine is in no local network that phones could join", remedy))
        return known[0]
    if lan not in known and not lan.startswith("127."):
        remedy = f"one of {', '.join(known) or 'none: join a network first'}"
        raise InputError(Problem(f"{lan} is no address of this machine in a local network", remedy))
    return lan
