"""A client for the framed dialect of the ft protocol.

link      a socket, the client's state machine, and the deadlines
task      what all things to be asked for have in common
download  a file to be fetched
ask       a listing or a digest to be fetched
session   carries out tasks, over several connections if need be
outcome   exit codes, and the exception that carries one
"""
