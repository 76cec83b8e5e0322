package io.ft.server;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who has connected.
 *
 * @param remote its address; behind a proxy the one that the proxy gave
 * @param client what it shares with all connections of its address
 * @param refusal why it is only told to come back; null if it is served
 */
record Visitor(InetSocketAddress remote, Addresses.Client client, @Nullable String refusal) {}
