package io.ft.client;

/** Where a server is. */
record Server(String host, int port) {}
