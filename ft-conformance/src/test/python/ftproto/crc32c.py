"""CRC32C (Castagnoli): appendix A.

A byte needs one look into a table.  That is too slow in Python for long
data, so long data is shortened first.  The first half is multiplied by
x^n modulo the polynomial, where n is the number of bits of the rest, and
added to the rest.  The remainder stays the same.  Python's large integers
do that work for thousands of bytes at a time.

All numbers here are reflected: the lowest bit belongs to the highest power.
"""

from __future__ import annotations

from functools import lru_cache

_POLYNOMIAL = 0x82F63B78
_ALL_ONES = 0xFFFFFFFF
_SHORT = 128
"""Up to so many bytes the table alone is the fastest way."""


def _table_entry(byte: int) -> int:
    """The remainder of one byte."""
    for _ in range(8):
        byte = (byte >> 1) ^ (_POLYNOMIAL if byte & 1 else 0)
    return byte


_TABLE = tuple(_table_entry(byte) for byte in range(256))


def _multiply(a: int, b: int) -> int:
    """The product of two remainders, modulo the polynomial."""
    product = 0
    for bit in range(31, -1, -1):
        if (a >> bit) & 1:
            product ^= b
        b = (b >> 1) ^ (_POLYNOMIAL if b & 1 else 0)
    return product


@lru_cache(maxsize=1024)
def _power_of_x(exponent: int) -> int:
    """x^exponent modulo the polynomial."""
    result = 1 << 31  # x^0
    square = 1 << 30  # x^1
    while exponent:
        if exponent & 1:
            result = _multiply(result, square)
        square = _multiply(square, square)
        exponent >>= 1
    return result


def _multiply_long(number: int, factor: int) -> int:
    """The product without carries of a long number and one of 32 bits."""
    product = 0
    for bit in range(32):
        if (factor >> bit) & 1:
            product ^= number << bit
    return product


def _shorten(data: bytes) -> bytes:
    """Few bytes that leave the same remainder as all of `data`."""
    number = int.from_bytes(data, "little")
    size = len(data)
    while size > _SHORT:
        front_bits = 8 * ((size - 4) // 2)
        rest_bits = 8 * size - front_bits
        front = number & ((1 << front_bits) - 1)
        product = _multiply_long(front, _power_of_x(rest_bits))
        product_bits = front_bits + 31
        number = (number >> front_bits) ^ (product << (rest_bits - product_bits))
        size -= front_bits // 8
    return number.to_bytes(size, "little")


def crc32c(data: bytes) -> int:
    """The CRC32C of `data`."""
    crc = _ALL_ONES
    if len(data) > _SHORT:
        # The initial value is added to the first four bytes.
        first = int.from_bytes(data[:4], "little") ^ crc
        data = _shorten(first.to_bytes(4, "little") + data[4:])
        crc = 0
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ _ALL_ONES
