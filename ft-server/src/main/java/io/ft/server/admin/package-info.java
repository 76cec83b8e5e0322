/** How an operator watches a server: metrics, the state of the process by HTTP, and access logs. */
@NullMarked
package io.ft.server.admin;

import org.jspecify.annotations.NullMarked;
