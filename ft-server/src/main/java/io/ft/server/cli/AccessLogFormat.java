package io.ft.server.cli;

/** How the access log is written. */
enum AccessLogFormat {
  TEXT,
  JSON,
  OFF
}
