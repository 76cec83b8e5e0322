/**
 * A client against the rules: the kit is its server.
 *
 * <p>A {@link io.ft.conformance.client.ClientProgram} starts the client, once or more for each
 * case. A case plays the server of that run, right or wrong, and looks at what the client has in
 * the end. All that the client sends on the way is read strictly, and watched for the rules that
 * only a conversation can break; what is found there is told by cases of its own, which come last.
 */
@NullMarked
package io.ft.conformance.client;

import org.jspecify.annotations.NullMarked;
