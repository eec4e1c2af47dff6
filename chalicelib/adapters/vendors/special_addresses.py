"""Addresses that are not on the public internet, after IANA's special-purpose registries.

https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-special-registry, and the
blocks for multicast and future use; also retired blocks (site-local addresses, the 6to4 relay, the
6bone). The table does not depend on the Python version, whose own tables differ. An IPv6 address
with an embedded IPv4 address is judged by the latter.
"""

import ipaddress
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

SPECIAL = (
    # IPv4
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
    "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "233.252.0.0/24", "240.0.0.0/4", "255.255.255.255/32",
    # IPv6: everything outside 2000::/3, which alone is allocated, and special blocks within it
    "::/3", "4000::/2", "8000::/1",
    "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20",
)  # fmt: skip
#: Prefix -> number of bits after the embedded IPv4 address.
WRAPPING = {
    "::ffff:0:0/96": 0,  # IPv4-mapped
    "::ffff:0:0:0/96": 0,  # IPv4-translated (SIIT)
    "64:ff9b::/96": 0,  # NAT64
    "2002::/16": 80,  # 6to4
}


@lru_cache(maxsize=1)
def _special() -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(each) for each in SPECIAL)


@lru_cache(maxsize=1)
def _wrapping() -> tuple[tuple[Network, int], ...]:
    return tuple((ipaddress.ip_network(each), bits) for each, bits in WRAPPING.items())


def public(address: str) -> bool:
    """Whether an IP address, or the IPv4 address embedded in it, is on the public internet."""
    if "%" in address:  # with a zone: a link-local address
        return False
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        for network, behind in _wrapping():
            if ip in network:
                return public(str(ipaddress.IPv4Address((int(ip) >> behind) & 0xFFFFFFFF)))
    return not any(ip.version == network.version and ip in network for network in _special())
