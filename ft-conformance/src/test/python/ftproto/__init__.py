"""The framed dialect of the ft protocol, version 1.

The names of rules, such as F-3, and of sections are those of the
specification.  Nothing in this package opens a socket or a file.

crc32c      the checksum
fields      numbers, bytes and times
payloads    what is in a frame of each type
frames      headers, checks, and the reader that takes a stream apart
blocks      which blocks a range has
paths       which paths name something
greeting    what two HELLOs put in force
client      the client's state machines
server      the server's state machines
errors      error codes, and the exception for a broken rule
text        bytes of a peer, made fit to be shown
"""
