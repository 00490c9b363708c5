"""The reading room: pages and an HTTP API over one archive, to be read and not to be written."""

from rashomon.web.app import create

__all__ = ["create"]
