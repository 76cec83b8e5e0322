package io.ft.server.cli;

/**
 * A value that somebody gave.
 *
 * @param value as it is written
 * @param place where it is written, with the name that the setting has there: what a message about
 *     it begins with
 */
record Given(String value, String place) {}
