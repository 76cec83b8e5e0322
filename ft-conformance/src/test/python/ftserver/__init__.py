"""A server for the framed dialect of the ft protocol.

folder      opens and lists what lies below the root
work        what the server does for one exchange
connection  the two threads of a connection
server      accepts connections, and drains them
"""
