"""Which hosts and addresses programs may ask over HTTP.

Decided for each address that is about to be connected to, after the look-up of its name and on every redirect, so no
name and no redirect leads around it; what was looked up and found good is what is connected to. In this order:

    1. an address in `allow`                                                      is asked
    2. a link-local address, or one where clouds give out a machine's secrets     is not
    3. a host in `allow`                                                          is asked
    4. a host or an address in `deny`, or whatever it is if `deny` has "all"      is not
    5. all others                                                                 are asked

The lists are those of FLOWMETAL_HTTP_ALLOW and FLOWMETAL_HTTP_DENY in the connector's environment: addresses
(192.0.2.7), networks (10.0.0.0/8), hosts (api.example.com), hosts below one (*.example.com) and "all", with commas
between. So FLOWMETAL_HTTP_DENY=all with FLOWMETAL_HTTP_ALLOW=api.example.com leaves one host, and
FLOWMETAL_HTTP_DENY=10.0.0.0/8 keeps programs out of a network.
Behind a proxy, which looks names up itself, names are judged as such, and the proxy's own address has to be allowed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from flowmetal.connectors.listening import ConnectorError

ALLOW, DENY = "FLOWMETAL_HTTP_ALLOW", "FLOWMETAL_HTTP_DENY"
ALL = "all"
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NEVER: tuple[Network, ...] = tuple(map(ip_network, (
    "169.254.0.0/16", "fe80::/10",  # link-local: Amazon's, Google's, Microsoft's and most others' metadata among them
    "fd00:ec2::/32", "fd20:ce::/32",  # Amazon's and Google's in IPv6
    "100.100.100.200/32",  # Alibaba's
    "168.63.129.16/32",  # Microsoft's, for the machine's own agent
    "192.0.0.192/32",  # Oracle's
)))  # fmt: skip
NEVER_NAMES = frozenset(("metadata.google.internal", "metadata.goog", "instance-data.ec2.internal"))
_NAT64, _COMPATIBLE = IPv6Network("64:ff9b::/96"), IPv6Network("::/96")


class NotAllowed(OSError):
    """The host may not be asked; the text says why. An OSError, as resolvers raise such."""


@dataclass(frozen=True, slots=True)
class Rules:
    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()
    below: tuple[str, ...] = ()  # ".example.com" of "*.example.com"
    all: bool = False

    def has_address(self, addresses: Iterable[Address]) -> bool:
        return self.all or any(address in network for address in addresses for network in self.networks)

    def has_host(self, host: str) -> bool:
        return self.all or host in self.hosts or host.endswith(self.below or ("\0",))


@dataclass(frozen=True, slots=True)
class Reach:
    allow: Rules = Rules()
    deny: Rules = Rules()

    def check(self, host: str, address: str) -> None:
        """Raises NotAllowed if that address of that host may not be asked."""
        host = _plain(host)
        meant = _meanings(ip_address(address))
        if self.allow.has_address(meant):
            return
        shown = address if host in ("", address) else f"{host} ({address})"
        if any(each in network for each in meant for network in NEVER):
            raise NotAllowed(
                f"{shown} is link-local or gives out a machine's secrets, so it is not asked; {ALLOW} can allow it"
            )
        if not self.allow.has_host(host) and (self.deny.has_host(host) or self.deny.has_address(meant)):
            raise NotAllowed(f"{shown} may not be asked: {DENY} says so")

    def check_name(self, host: str) -> None:
        """As `check`, of a host whose name somebody else looks up. Raises NotAllowed."""
        host = _plain(host)
        if self.allow.has_host(host):
            return
        if host in NEVER_NAMES:
            raise NotAllowed(f"{host} gives out a machine's secrets, so it is not asked; {ALLOW} can allow it")
        if self.deny.has_host(host):
            raise NotAllowed(f"{host} may not be asked: {DENY} says so")


def from_environment(environment: Mapping[str, str] | None = None) -> Reach:
    """Raises ConnectorError for a list that is not as it should be."""
    given = os.environ if environment is None else environment
    return Reach(_rules(ALLOW, given.get(ALLOW, "")), _rules(DENY, given.get(DENY, "")))


def literal(host: str) -> str | None:
    """The address that a host is, in its usual spelling; None if it is a name. Raises ValueError for what looks like
    an address and is none, as resolvers read such in ways of their own (2130706433, 127.1)."""
    if ":" not in host and not host.replace(".", "").isdigit():
        return None
    return str(ip_address(host))


def _meanings(address: Address) -> list[Address]:
    """The address, and the one of IPv4 that it leads to."""
    if isinstance(address, IPv4Address):
        return [address]
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and (address in _NAT64 or address in _COMPATIBLE):
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return [address] if inner is None else [address, inner]


def _plain(host: str) -> str:
    return host.lower().removesuffix(".")


def _rules(name: str, text: str) -> Rules:
    networks: list[Network] = []
    hosts, below, is_all = set(), [], False
    for entry in filter(None, (each.strip().lower() for each in text.split(","))):
        if entry == ALL:
            is_all = True
        elif entry.startswith("*."):
            below.append(entry[1:])
        elif "/" in entry or ":" in entry or entry.replace(".", "").isdigit():
            try:
                networks.append(ip_network(entry.strip("[]")))
            except ValueError as error:
                raise ConnectorError(f"{name}: {entry!r:.80} is no address or network: {error}") from None
        elif "*" in entry or " " in entry:
            raise ConnectorError(f"{name}: {entry!r:.80} is no host; *.example.com means those below example.com")
        else:
            hosts.add(_plain(entry))
    return Rules(tuple(networks), frozenset(hosts), tuple(below), is_all)
