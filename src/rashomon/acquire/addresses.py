"""Which network addresses may be asked: public ones alone."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# RFC 6052 and 8215: prefixes whose last 32 bits are an IPv4 address that a gateway connects to.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def public(text: str) -> bool:
    """Whether a numeric address is reachable by everyone and belongs to no inner network.

    Loopback, private, link-local (the metadata services of clouds), shared, multicast and
    reserved addresses are not, nor is an IPv6 address that carries one of them. What is no
    address is not public.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if getattr(address, "scope_id", None) or address.is_site_local:
            return False
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if any(address in network for network in _TRANSLATED):
            inner.append(IPv4Address(int(address) & 0xFFFF_FFFF))
        if carried := [part for part in inner if part is not None]:
            return all(map(_open, carried))
    return _open(address)


def loopback(text: str) -> bool:
    """Whether a numeric address is this machine's own."""
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False


def _open(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved
