package io.ft.server;

/**
 * What a server holds at a moment.
 *
 * @param connections that are open
 * @param clients that have them, by address
 * @param runningExchanges files and listings that are being sent
 * @param waitingExchanges files and listings in line
 * @param contentBytes of small files in memory, on their way to the network
 */
public record ServerStats(
    int connections, int clients, int runningExchanges, int waitingExchanges, long contentBytes) {}
