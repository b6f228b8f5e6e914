"""Taizhang (工会台账): the desktop program of a township trade-union office."""

__version__ = "0.1.0"
